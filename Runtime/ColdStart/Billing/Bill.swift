/// What a usage costs, in US dollars.
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
    /// provisioned concurrency. Its GB-seconds are x86's first. Tiers are of each architecture.
    package init(_ usage: Usage, prices: PriceTable = .usEast1, freeTier: Bool) {
        (compute, provisioned, provisionedCompute) = (0, 0, 0)
        var free = freeTier ? prices.freeGigabyteSeconds : 0
        for architecture in PriceTable.Architecture.allCases {
            let (used, rates) = (usage.compute[architecture], prices.compute(architecture))
            compute += rates.duration.cost(of: max(0, used.onDemand - free))
            free = max(0, free - used.onDemand)
            provisioned += used.provisioned * rates.provisioned
            provisionedCompute += used.provisionedDuration * rates.provisionedDuration
        }
        let freeRequests = freeTier ? prices.freeRequests : 0
        requests = max(0, usage.requests - freeRequests) * prices.request
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
