import ColdStart
import Lambda

extension FunctionStatus {
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
        let provisioned = Double(environments.count(where: \.isProvisioned))
        compute.provisioned = provisioned * Double(memorySize) / 1_024 * seconds
        let paidStorage = Double(max(0, ephemeralStorage - 512)) / Double(memorySize)
        usage.ephemeralGigabyteSeconds = (compute.onDemand + compute.provisionedDuration) * paidStorage
        usage.compute[architecture == "arm64" ? .arm64 : .x86] = compute
        return usage
    }
}

extension LambdaStatus {
    /// The same function in another look.
    func function(like other: FunctionStatus) -> FunctionStatus? { functions.first { $0.arnParts == other.arnParts } }
}
