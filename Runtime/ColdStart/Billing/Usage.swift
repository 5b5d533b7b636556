/// GB-seconds of functions of one architecture, which has prices of its own.
package struct ComputeUsage: Sendable, Hashable {
    package var onDemand = 0.0
    /// Of provisioned concurrency, used or not.
    package var provisioned = 0.0
    /// Of invocations that ran on provisioned concurrency.
    package var provisionedDuration = 0.0

    package init() {}

    package mutating func add(_ other: ComputeUsage, times factor: Double = 1) {
        onDemand += factor * other.onDemand
        provisioned += factor * other.provisioned
        provisionedDuration += factor * other.provisionedDuration
    }
}

/// `ComputeUsage` of either architecture.
package struct ComputeUsages: Sendable, Hashable {
    package var x86 = ComputeUsage()
    package var arm64 = ComputeUsage()

    package init() {}

    @inlinable package subscript(architecture: PriceTable.Architecture) -> ComputeUsage {
        get { architecture == .x86 ? x86 : arm64 }
        _modify { if architecture == .x86 { yield &x86 } else { yield &arm64 } }
    }

    package var onDemand: Double { x86.onDemand + arm64.onDemand }
    package var provisioned: Double { x86.provisioned + arm64.provisioned }
    package var provisionedDuration: Double { x86.provisionedDuration + arm64.provisionedDuration }

    package mutating func add(_ other: ComputeUsages, times factor: Double = 1) {
        x86.add(other.x86, times: factor)
        arm64.add(other.arm64, times: factor)
    }
}

/// What has been used in a month, as Lambda's prices count it.
package struct Usage: Sendable, Hashable {
    package var requests = 0.0
    package var compute = ComputeUsages()
    /// Of /tmp above 512 MB.
    package var ephemeralGigabyteSeconds = 0.0
    package var httpAPICalls = 0.0
    package var restAPICalls = 0.0
    /// Of snapshots that are kept, and of those that environments were restored from, without Java's.
    package var snapshotGigabyteSeconds = 0.0
    package var restoredGigabytes = 0.0
    /// Of standard queues.
    package var queueRequests = 0.0

    package init() {}

    /// The usage of so many seconds from the first to the last, with the shortest times that AWS bills: provisioned
    /// concurrency by whole five minutes (https://aws.amazon.com/lambda/pricing/), a snapshot for three hours at least.
    package func billed(forSeconds seconds: Double) -> Usage {
        guard seconds > 0 else { return self }
        var usage = self
        let periods = (seconds / 300 - 1e-9).rounded(.up) * 300 / seconds
        usage.compute.x86.provisioned *= periods
        usage.compute.arm64.provisioned *= periods
        usage.snapshotGigabyteSeconds *= max(1, 3 * 3_600 / seconds)
        return usage
    }

    /// The same for `factor` times as long.
    package func scaled(by factor: Double) -> Usage {
        var usage = Usage()
        usage.add(self, times: factor)
        return usage
    }

    package mutating func add(_ other: Usage, times factor: Double = 1) {
        requests += factor * other.requests
        compute.add(other.compute, times: factor)
        ephemeralGigabyteSeconds += factor * other.ephemeralGigabyteSeconds
        httpAPICalls += factor * other.httpAPICalls
        restAPICalls += factor * other.restAPICalls
        snapshotGigabyteSeconds += factor * other.snapshotGigabyteSeconds
        restoredGigabytes += factor * other.restoredGigabytes
        queueRequests += factor * other.queueRequests
    }
}
