import Synchronization
import Template
import Time

/// Which API keys open which stages, and what they have used up.
struct UsageLedger: Sendable {
    typealias Use = StoredUsage.Use

    private struct ThrottledUse: Hashable {
        var plan: Int
        var key: String
        /// The stage and method that have a throttle of their own; `nil` for the plan's.
        var method: String?
    }

    private let keys: [String: Application.APIKey]
    private let plans: [Application.UsagePlan]
    /// By key id, API and stage.
    private let planOf: [String: Int]
    private var buckets: [ThrottledUse: TokenBucket] = [:]
    private var quotas: [Use: QuotaCount] = [:]
    /// What was used before.
    private var records: [Use: QuotaCount.Record]
    /// What has been counted and not been fetched by `changes` since.
    private var changed: Set<Use> = []

    init(
        keys: [Application.APIKey],
        plans: [Application.UsagePlan],
        records: [Use: QuotaCount.Record] = [:]
    ) {
        self.records = records
        self.keys = Self.enabled(keys)
        self.plans = plans
        var planOf: [String: Int] = [:]
        for (index, plan) in plans.enumerated() {
            for stage in plan.stages {
                for key in plan.keys { planOf["\(key)/\(stage.apiID)/\(stage.stageName)"] = index }
            }
        }
        self.planOf = planOf
    }

    /// By value.
    static func enabled(_ keys: [Application.APIKey]) -> [String: Application.APIKey] {
        Dictionary(keys.filter(\.isEnabled).map { ($0.value, $0) }) { first, _ in first }
    }

    /// The key of this value, if it opens the stage and has anything left. `method`: such as `/books/{id}/GET`.
    mutating func take(
        _ value: String?,
        apiID: String,
        stage: String,
        method: String,
        at now: Timestamp
    ) -> Result<Application.APIKey, Refusal> {
        guard let key = value.flatMap({ keys[$0] }), let index = planOf["\(key.id)/\(apiID)/\(stage)"] else {
            return .failure(.apiKey)
        }
        let plan = plans[index]
        let own = plan.stages.first { $0.apiID == apiID && $0.stageName == stage }?.throttles[method]
        if let throttle = own ?? plan.throttle {
            let use = ThrottledUse(plan: index, key: key.id, method: own == nil ? nil : "\(apiID)/\(stage)\(method)")
            if !buckets[use, default: TokenBucket(throttle, at: now)].take(at: now) {
                return .failure(.tooManyRequests)
            }
        }
        if let quota = plan.quota {
            let use = Use(plan: plan.id, key: key.id)
            let isLeft = quotas[use, default: QuotaCount(quota, at: now, from: records[use])].take(at: now)
            guard isLeft else { return .failure(.quota) }
            changed.insert(use)
        }
        return .success(key)
    }

    var hasChanges: Bool { !changed.isEmpty }

    /// What has been counted since it was asked for last.
    mutating func changes() -> [Use: QuotaCount.Record] {
        defer { changed = [] }
        return quotas.filter { changed.contains($0.key) }.mapValues(\.record)
    }

    /// Tells of these once more: they could not be kept.
    mutating func restore(_ changes: [Use: QuotaCount.Record]) { changed.formUnion(changes.keys) }

    /// Everything is unused.
    mutating func reset() {
        buckets = [:]
        quotas = [:]
        records = [:]
        changed = []
    }
}
