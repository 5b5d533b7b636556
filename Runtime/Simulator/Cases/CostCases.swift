import ColdStart
import JSON

extension CaseRunner {
    func cost(_ test: OracleCase) throws -> [Finding] {
        let architecture = try architecture(test)
        if test.expected["utilization"] != nil {
            return [Finding("utilization", PriceTable.usEast1.breakEvenUtilization(architecture), .model)]
        }
        var usage = Usage()
        if test.has("gb_s") {
            usage.compute[architecture].onDemand = try test.number("gb_s")
        } else if let api = try test.text("api") {
            let calls = try test.number("requests")
            switch api.lowercased() {
            case "rest": usage.restAPICalls = calls
            case "http": usage.httpAPICalls = calls
            default: throw OracleCase.Missing(description: "api: '\(api)' is neither rest nor http")
            }
        } else if test.has("provisioned") {
            try addProvisioned(test, architecture, &usage)
        } else if test.has("requests") || !test.has("snapstart") {
            try addOnDemand(test, architecture, &usage)
        }
        if try test.flag("snapstart") ?? false { try addSnapshots(test, &usage) }
        let bill = Bill(usage, freeTier: try freeTier(test))
        return [
            Finding("compute", bill.compute, .model), Finding("od_compute", bill.compute, .model),
            Finding("request", bill.requests, .model), Finding("ephemeral", bill.ephemeralStorage, .model),
            Finding("pc", bill.provisioned, .model), Finding("pc_compute", bill.provisionedCompute, .model),
            Finding("gateway", bill.gateway, .model), Finding("cache", bill.snapshotCache, .model),
            Finding("restore", bill.snapshotRestore, .model),
            Finding("total", bill.total, .model), Finding("exact_total", bill.total, .model),
        ]
    }

    /// `x86` where nothing is said.
    func architecture(_ test: OracleCase) throws -> PriceTable.Architecture {
        guard let name = try test.text("arch") else { return .x86 }
        switch name {
        case "x86", "x86_64": return .x86
        case "arm", "arm64": return .arm64
        default: throw OracleCase.Missing(description: "arch: '\(name)' is neither x86 nor arm64")
        }
    }

    /// Provisioned concurrency never has one, so that "od only" says no more than true.
    private func freeTier(_ test: OracleCase) throws -> Bool {
        guard let value = test.parameter("free_tier") else { return false }
        if let flag = value.boolValue { return flag }
        guard value.stringValue == "od only" else {
            throw OracleCase.Missing(description: "free_tier: \(value.text) is neither true, false nor \"od only\"")
        }
        return true
    }

    private func addOnDemand(_ test: OracleCase, _ architecture: PriceTable.Architecture, _ usage: inout Usage) throws {
        let (requests, duration) = (try test.number("requests"), try test.number("ms"))
        usage.requests = requests
        usage.compute[architecture].onDemand = BilledDuration.gigabyteSeconds(
            milliseconds: requests * duration,
            memorySize: try test.integer("mb")
        )
        try addStorage(test, milliseconds: requests * duration, &usage)
    }

    private func addStorage(_ test: OracleCase, milliseconds: Double, _ usage: inout Usage) throws {
        let storage = max(0, try test.number("ephemeral_mb", or: 512) - 512) / 1_024
        usage.ephemeralGigabyteSeconds = storage * milliseconds / 1_000
    }

    private func addProvisioned(_ test: OracleCase, _ architecture: PriceTable.Architecture, _ usage: inout Usage)
        throws
    {
        let memory = try test.integer("mb")
        func seconds(_ requests: Double, _ milliseconds: Double) -> Double {
            BilledDuration.gigabyteSeconds(milliseconds: requests * milliseconds, memorySize: memory)
        }
        let (provisioned, onDemand) = (try test.number("pc_requests", or: 0), try test.number("od_requests", or: 0))
        let (provisionedTime, onDemandTime) = (try test.number("pc_ms", or: 0), try test.number("od_ms", or: 0))
        let hours = try test.number("hours")
        usage.requests = provisioned + onDemand
        usage.compute[architecture].provisioned = seconds(try test.number("provisioned"), hours * 3.6e6)
        usage = usage.billed(forSeconds: hours * 3_600)
        usage.compute[architecture].provisionedDuration = seconds(provisioned, provisionedTime)
        usage.compute[architecture].onDemand = seconds(onDemand, onDemandTime)
        try addStorage(
            test,
            milliseconds: provisioned * provisionedTime + onDemand * onDemandTime,
            &usage
        )
    }

    private func addSnapshots(_ test: OracleCase, _ usage: inout Usage) throws {
        let gigabytes = Double(try test.integer("mb")) / 1_024
        let hours = try test.number("cache_hours", "hours")
        var snapshots = Usage()
        snapshots.snapshotGigabyteSeconds = gigabytes * hours * 3_600
        usage.snapshotGigabyteSeconds = snapshots.billed(forSeconds: hours * 3_600).snapshotGigabyteSeconds
        usage.restoredGigabytes = gigabytes * (try test.number("restores", or: 0))
    }
}
