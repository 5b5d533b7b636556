/// Prices in US dollars, with their date and source.
package struct PriceTable: Sendable, Hashable {
    package enum Architecture: String, Sendable, Hashable, CaseIterable {
        case x86 = "x86"
        case arm64 = "arm64"
    }

    /// A price that falls with the amount: each tier up to its end, the last without one.
    package struct Tiers: Sendable, Hashable {
        package struct Tier: Sendable, Hashable {
            package var upTo: Double
            package var price: Double
        }

        package var tiers: [Tier]

        package init(_ tiers: (upTo: Double, price: Double)...) {
            self.tiers = tiers.map { Tier(upTo: $0.upTo, price: $0.price) }
        }

        package func cost(of amount: Double) -> Double {
            var (cost, from) = (0.0, 0.0)
            for tier in tiers where amount > from {
                cost += (min(amount, tier.upTo) - from) * tier.price
                from = tier.upTo
            }
            return cost
        }
    }

    package struct Compute: Sendable, Hashable {
        /// For a GB-second on demand, by GB-seconds in a month.
        package var duration: Tiers
        /// For a GB-second of provisioned concurrency, used or not.
        package var provisioned: Double
        /// For a GB-second of an invocation that runs on provisioned concurrency.
        package var provisionedDuration: Double
    }

    package var date: String
    package var source: String
    package var x86: Compute
    package var arm64: Compute
    package var request: Double
    /// For a GB-second of /tmp above 512 MB.
    package var ephemeralStorage: Double
    /// GB-seconds and requests in a month that cost nothing.
    package var freeGigabyteSeconds: Double
    package var freeRequests: Double
    /// For a call, by calls in a month.
    package var httpAPI: Tiers
    package var restAPI: Tiers
    /// Calls of either kind in a month that cost nothing in an account's first year.
    package var freeAPICalls: Double
    /// SnapStart, not for Java: for a GB-second of a cached snapshot, and for a GB restored.
    package var snapshotCache: Double
    package var snapshotRestore: Double
    /// For a request to a standard SQS queue, by requests in a month; the first of them cost nothing.
    package var queueRequest: Tiers
    package var freeQueueRequests: Double

    package func compute(_ architecture: Architecture) -> Compute { architecture == .x86 ? x86 : arm64 }

    /// The share of its time above which a provisioned environment costs less than on demand.
    package func breakEvenUtilization(_ architecture: Architecture) -> Double {
        let compute = compute(architecture)
        return compute.provisioned / ((compute.duration.tiers.first?.price ?? 0) - compute.provisionedDuration)
    }
}
