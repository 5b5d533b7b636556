/// What has been used in a month, as Lambda's prices count it.
package struct Usage: Sendable, Hashable {
    package var requests = 0.0
    /// On demand.
    package var gigabyteSeconds = 0.0
    /// Of provisioned concurrency, used or not.
    package var provisionedGigabyteSeconds = 0.0
    /// Of invocations that ran on provisioned concurrency.
    package var provisionedDurationGigabyteSeconds = 0.0
    /// Of /tmp above 512 MB.
    package var ephemeralGigabyteSeconds = 0.0
    package var httpAPICalls = 0.0
    package var restAPICalls = 0.0
    /// Of snapshots that are kept, and of those that environments were restored from, without Java's.
    package var snapshotGigabyteSeconds = 0.0
    package var restoredGigabytes = 0.0
    /// Of standard queues.
    package var queueRequests = 0.0
    package var architecture = PriceTable.Architecture.x86

    package init() {}

    /// The same for `factor` times as long.
    package func scaled(by factor: Double) -> Usage {
        var usage = self
        usage.requests *= factor
        usage.gigabyteSeconds *= factor
        usage.provisionedGigabyteSeconds *= factor
        usage.provisionedDurationGigabyteSeconds *= factor
        usage.ephemeralGigabyteSeconds *= factor
        usage.httpAPICalls *= factor
        usage.restAPICalls *= factor
        usage.snapshotGigabyteSeconds *= factor
        usage.restoredGigabytes *= factor
        usage.queueRequests *= factor
        return usage
    }
}

/// What that costs, in US dollars.
package struct Bill: Sendable, Hashable {
    package var compute: Double
    package var requests: Double
    package var provisioned: Double
    package var provisionedCompute: Double
    package var ephemeralStorage: Double
    package var gateway: Double
    package var snapshots: Double
    package var queues: Double

    package var total: Double {
        compute + requests + provisioned + provisionedCompute + ephemeralStorage + gateway + snapshots + queues
    }

    /// The free tier takes from requests and from GB-seconds on demand, not from provisioned concurrency.
    package init(_ usage: Usage, prices: PriceTable = .usEast1, freeTier: Bool) {
        let rates = prices.compute(usage.architecture)
        let freeGigabyteSeconds = freeTier ? prices.freeGigabyteSeconds : 0
        let freeRequests = freeTier ? prices.freeRequests : 0
        compute = rates.duration.cost(of: max(0, usage.gigabyteSeconds - freeGigabyteSeconds))
        requests = max(0, usage.requests - freeRequests) * prices.request
        provisioned = usage.provisionedGigabyteSeconds * rates.provisioned
        provisionedCompute = usage.provisionedDurationGigabyteSeconds * rates.provisionedDuration
        ephemeralStorage = usage.ephemeralGigabyteSeconds * prices.ephemeralStorage
        gateway = prices.httpAPI.cost(of: usage.httpAPICalls) + prices.restAPI.cost(of: usage.restAPICalls)
        snapshots =
            usage.snapshotGigabyteSeconds * prices.snapshotCache + usage.restoredGigabytes * prices.snapshotRestore
        queues = prices.queueRequest.cost(of: max(0, usage.queueRequests - (freeTier ? prices.freeQueueRequests : 0)))
    }
}
