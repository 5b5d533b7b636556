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

    /// The usage of so many seconds from the first to the last, with the shortest times that AWS bills: provisioned
    /// concurrency by whole five minutes (https://aws.amazon.com/lambda/pricing/), a snapshot for three hours at least.
    package func billed(forSeconds seconds: Double) -> Usage {
        guard seconds > 0 else { return self }
        var usage = self
        usage.provisionedGigabyteSeconds *= (seconds / 300 - 1e-9).rounded(.up) * 300 / seconds
        usage.snapshotGigabyteSeconds *= max(1, 3 * 3_600 / seconds)
        return usage
    }

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
    /// Kept ones, and those that environments were restored from.
    package var snapshotCache: Double
    package var snapshotRestore: Double
    package var queues: Double

    package var snapshots: Double { snapshotCache + snapshotRestore }

    package var total: Double {
        compute + requests + provisioned + provisionedCompute + ephemeralStorage + gateway + snapshots + queues
    }

    /// The free tier takes from requests, from GB-seconds on demand and from calls of either kind of API, not from
    /// provisioned concurrency.
    package init(_ usage: Usage, prices: PriceTable = .usEast1, freeTier: Bool) {
        let rates = prices.compute(usage.architecture)
        let freeGigabyteSeconds = freeTier ? prices.freeGigabyteSeconds : 0
        let freeRequests = freeTier ? prices.freeRequests : 0
        compute = rates.duration.cost(of: max(0, usage.gigabyteSeconds - freeGigabyteSeconds))
        requests = max(0, usage.requests - freeRequests) * prices.request
        provisioned = usage.provisionedGigabyteSeconds * rates.provisioned
        provisionedCompute = usage.provisionedDurationGigabyteSeconds * rates.provisionedDuration
        ephemeralStorage = usage.ephemeralGigabyteSeconds * prices.ephemeralStorage
        let freeCalls = freeTier ? prices.freeAPICalls : 0
        gateway =
            prices.httpAPI.cost(of: max(0, usage.httpAPICalls - freeCalls))
            + prices.restAPI.cost(of: max(0, usage.restAPICalls - freeCalls))
        snapshotCache = usage.snapshotGigabyteSeconds * prices.snapshotCache
        snapshotRestore = usage.restoredGigabytes * prices.snapshotRestore
        queues = prices.queueRequest.cost(of: max(0, usage.queueRequests - (freeTier ? prices.freeQueueRequests : 0)))
    }
}
