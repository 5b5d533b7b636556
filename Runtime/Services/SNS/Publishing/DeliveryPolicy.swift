import JSON
import Wire

/// How a web server that has subscribed is tried again, how often it gets something, and what it is told that it gets.
/// https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
struct DeliveryPolicy: Sendable, Hashable {
    /// Seconds before each retry.
    let pauses: [Int]
    let contentType: String
    let maxReceivesPerSecond: Int?

    /// Of subscriptions and topics that have none.
    static let initial = DeliveryPolicy(pauses: [20, 20, 20], contentType: "text/plain; charset=UTF-8")

    private init(pauses: [Int], contentType: String, maxReceivesPerSecond: Int? = nil) {
        self.pauses = pauses
        self.contentType = contentType
        self.maxReceivesPerSecond = maxReceivesPerSecond
    }

    /// The subscription's, unless its topic overrides it, then the topic's: both as texts that have been checked.
    init(subscription: String?, topic: String?) {
        let topic = topic.flatMap { try? JSON(parsing: $0) }?["http"]
        let isOverridden = topic?["disableSubscriptionOverrides"]?.boolValue ?? false
        let own = isOverridden ? nil : subscription.flatMap { try? JSON(parsing: $0) }
        let retry = own?["healthyRetryPolicy"]?.nonNull ?? topic?["defaultHealthyRetryPolicy"]?.nonNull
        let request = own?["requestPolicy"]?.nonNull ?? topic?["defaultRequestPolicy"]?.nonNull
        let throttle = own?["throttlePolicy"]?.nonNull ?? topic?["defaultThrottlePolicy"]?.nonNull
        self.init(
            pauses: retry.flatMap { try? Self.pauses($0) } ?? Self.initial.pauses,
            contentType: request?["headerContentType"]?.stringValue ?? Self.initial.contentType,
            maxReceivesPerSecond: throttle?["maxReceivesPerSecond"]?.intValue
        )
    }

    // MARK: Checking

    /// Refuses what is no policy of a subscription.
    static func check(ofSubscription text: String) throws(AWSError) {
        if text.isEmpty { return }
        guard let policy = try? JSON(parsing: text), policy.objectValue != nil else {
            throw .invalid("DeliveryPolicy: Invalid delivery policy")
        }
        try check(retry: policy["healthyRetryPolicy"], throttle: policy["throttlePolicy"])
    }

    /// Refuses what is no policy of a topic.
    static func check(ofTopic text: String) throws(AWSError) {
        if text.isEmpty { return }
        guard let policy = try? JSON(parsing: text), policy.objectValue != nil else {
            throw .invalid("DeliveryPolicy: DeliveryPolicy is not valid JSON")
        }
        let http = policy["http"]
        try check(retry: http?["defaultHealthyRetryPolicy"], throttle: http?["defaultThrottlePolicy"])
    }

    private static func check(retry: JSON?, throttle: JSON?) throws(AWSError) {
        if let throttle = throttle?.nonNull { _ = try number("maxReceivesPerSecond", throttle, 1...Int.max) }
        if let retry = retry?.nonNull { _ = try pauses(retry) }
    }

    // MARK: Retries

    /// The immediate ones, those at the least pause, those between, and those at the longest.
    private static func pauses(_ retry: JSON) throws(AWSError) -> [Int] {
        let least = try number("minDelayTarget", retry, 1...3_600) ?? 20
        let longest = try number("maxDelayTarget", retry, 1...3_600) ?? 20
        let all = try number("numRetries", retry, 0...100) ?? 3
        let immediate = try number("numNoDelayRetries", retry, 0...100) ?? 0
        let short = try number("numMinDelayRetries", retry, 0...100) ?? 0
        let long = try number("numMaxDelayRetries", retry, 0...100) ?? 0
        guard least <= longest else {
            throw .invalid("DeliveryPolicy: minDelayTarget must be less than or equal to maxDelayTarget")
        }
        guard immediate + short + long <= all else {
            throw .invalid("DeliveryPolicy: numRetries must be at least the sum of the retries of all phases")
        }
        let between = all - immediate - short - long
        let curve = retry["backoffFunction"]?.nonNull?.stringValue ?? Backoff.linear.rawValue
        guard let backoff = Backoff(rawValue: curve) else {
            throw .invalid("DeliveryPolicy: unknown backoffFunction \(curve)")
        }
        let steps = (0..<between).map { step in
            let share = between > 1 ? Double(step) / Double(between - 1) : 0
            return least + Int((backoff.share(share) * Double(longest - least)).rounded())
        }
        let pauses =
            Array(repeating: 0, count: immediate) + Array(repeating: least, count: short) + steps
            + Array(repeating: longest, count: long)
        guard pauses.reduce(0, +) <= 3_600 else {
            throw .invalid("DeliveryPolicy: the retries must not take more than 3600 seconds in all")
        }
        return pauses
    }

    private static func number(_ name: String, _ policy: JSON, _ range: ClosedRange<Int>) throws(AWSError) -> Int? {
        guard let value = policy[name]?.nonNull else { return nil }
        guard let number = value.intValue, range.contains(number) else {
            guard range.upperBound < .max else {
                throw .invalid("DeliveryPolicy: \(name) must be at least \(range.lowerBound)")
            }
            throw .invalid("DeliveryPolicy: \(name) must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// How pauses grow from the least to the longest. AWS shows the curves and does not give their formulas.
    private enum Backoff: String {
        case linear, arithmetic, geometric, exponential

        /// Of the whole growth, from 0 to 1, at a share of the phase.
        func share(_ share: Double) -> Double {
            switch self {
            case .linear: share
            case .arithmetic: share * (1 + share) / 2
            case .geometric: share * share
            case .exponential: share * share * share
            }
        }
    }
}
