import ColdStart
import JSON

extension CaseRunner {
    func cost(_ test: OracleCase) throws -> [Finding] {
        let architecture = PriceTable.Architecture(rawValue: test.params["arch"]?.stringValue ?? "x86") ?? .x86
        if test.expected["utilization"] != nil {
            return [Finding("utilization", PriceTable.usEast1.breakEvenUtilization(architecture), .model)]
        }
        var usage = Usage()
        usage.architecture = architecture
        if let gigabyteSeconds = test.params["gb_s"]?.doubleValue {
            usage.gigabyteSeconds = gigabyteSeconds
        } else if let api = test.params["api"]?.stringValue {
            let calls = try test.number("requests")
            if api == "rest" { usage.restAPICalls = calls } else { usage.httpAPICalls = calls }
        } else if test.params["provisioned"] != nil {
            try addProvisioned(test, &usage)
        } else {
            try addOnDemand(test, &usage)
        }
        let freeTier = test.params["free_tier"].map { $0.boolValue ?? true } ?? false
        let bill = Bill(usage, freeTier: freeTier)
        return [
            Finding("compute", bill.compute, .model), Finding("od_compute", bill.compute, .model),
            Finding("request", bill.requests, .model), Finding("ephemeral", bill.ephemeralStorage, .model),
            Finding("pc", bill.provisioned, .model), Finding("pc_compute", bill.provisionedCompute, .model),
            Finding("total", bill.total, .model), Finding("exact_total", bill.total, .model),
        ]
    }

    private func addOnDemand(_ test: OracleCase, _ usage: inout Usage) throws {
        let (requests, duration) = (try test.number("requests"), try test.number("ms"))
        usage.requests = requests
        usage.gigabyteSeconds = BilledDuration.gigabyteSeconds(
            milliseconds: requests * duration,
            memorySize: try test.integer("mb")
        )
        let storage = max(0, test.number("ephemeral_mb", or: 512) - 512) / 1_024
        usage.ephemeralGigabyteSeconds = storage * requests * duration / 1_000
    }

    private func addProvisioned(_ test: OracleCase, _ usage: inout Usage) throws {
        let memory = try test.integer("mb")
        func seconds(_ requests: Double, _ milliseconds: Double) -> Double {
            BilledDuration.gigabyteSeconds(milliseconds: requests * milliseconds, memorySize: memory)
        }
        let provisioned = test.number("pc_requests", or: 0)
        let onDemand = test.number("od_requests", or: 0)
        usage.requests = provisioned + onDemand
        usage.provisionedGigabyteSeconds = seconds(try test.number("provisioned"), try test.number("hours") * 3.6e6)
        usage.provisionedDurationGigabyteSeconds = seconds(provisioned, test.number("pc_ms", or: 0))
        usage.gigabyteSeconds = seconds(onDemand, test.number("od_ms", or: 0))
    }
}
