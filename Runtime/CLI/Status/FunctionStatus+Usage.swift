import ColdStart
import Lambda

extension FunctionStatus {
    /// Those of its provisioned concurrency, as Lambda counts them: one that is to take another's place is none until it does.
    var allocatedEnvironments: Int {
        min(environments.count(where: \.isProvisioned), provisionedConcurrency ?? 0)
    }

    /// All, counted so.
    var environmentCount: Int {
        environments.count - environments.count(where: \.isProvisioned) + allocatedEnvironments
    }

    /// What Lambda's metric `ProvisionedConcurrentExecutions` tells: those that serve an invocation.
    var provisionedConcurrentExecutions: Int { environments.count { $0.isProvisioned && $0.state == .busy } }

    /// What Lambda would charge for the time since an earlier look, so many seconds ago; `nil` is the start. Provisioned
    /// environments count as if there had been as many all the time.
    func usage(since before: FunctionStatus?, seconds: Double) -> Usage {
        func grown(_ count: (FunctionStatus) -> Int) -> Double {
            Double(max(0, count(self) - (before.map(count) ?? 0)))
        }
        var usage = Usage()
        usage.requests = grown { $0.coldStarts + $0.warmStarts }
        var compute = ComputeUsage()
        compute.onDemand = gigabyteSeconds - (before?.gigabyteSeconds ?? 0)
        compute.provisionedDuration = provisionedGigabyteSeconds - (before?.provisionedGigabyteSeconds ?? 0)
        compute.provisioned = Double(allocatedEnvironments) * Double(memorySize) / 1_024 * seconds
        let paidStorage = Double(max(0, ephemeralStorage - 512)) / Double(memorySize)
        usage.ephemeralGigabyteSeconds = (compute.onDemand + compute.provisionedDuration) * paidStorage
        usage.compute[architecture == "arm64" ? .arm64 : .x86] = compute
        return usage
    }
}

extension LambdaStatus {
    /// What each function has used since an earlier look, so many seconds ago, and what that costs on average in a month
    /// that goes on like it: tiers are an account's.
    func usages(since before: LambdaStatus, seconds: Double) -> (ofFunctions: [Usage], prices: PriceTable) {
        let usages = functions.map { $0.usage(since: before.function(like: $0), seconds: seconds) }
        let total = usages.reduce(into: Usage()) { $0.add($1) }
        return (usages, PriceTable.usEast1.averaged(over: total, ofSeconds: seconds))
    }

    /// The same function in another look.
    func function(like other: FunctionStatus) -> FunctionStatus? { functions.first { $0.arnParts == other.arnParts } }
}
