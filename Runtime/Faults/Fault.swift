import Time

/// Something that is to go wrong, and how often.
package struct Fault: Sendable, Hashable {
    /// What goes wrong.
    package enum Effect: Sendable, Hashable {
        /// A call is refused because there are too many.
        case throttle
        /// A call meets an error of the service, which has done nothing.
        case fail
        /// A call has its effect, and the caller learns of it later.
        case slow(Duration)
        /// A call has its effect, and the caller gets an error all the same.
        case lose
        /// What is handed to a queue, topic, bus or function arrives twice.
        case duplicate
        /// What is handed over arrives later, behind what was handed over after it.
        case late(Duration)

        package var name: String {
            switch self {
            case .throttle: "throttle"
            case .fail: "fail"
            case .slow: "slow"
            case .lose: "lose"
            case .duplicate: "duplicate"
            case .late: "late"
            }
        }

        var isOfDeliveries: Bool {
            switch self {
            case .duplicate, .late: true
            case .throttle, .fail, .slow, .lose: false
            }
        }
    }

    package var effect: Effect
    /// The signing name of the service that is called or delivered to, as `dynamodb` or `events`.
    package var service: String
    /// Which actions it meets; all of them when empty.
    package var actions: Set<String>
    /// In which share of the cases, from 0 to 1.
    package var rate: Double
    /// After how many cases it is over; never, where it is not said.
    package var times: Int?
    /// After what time it is over; never, where it is not said.
    package var duration: Duration?
    /// The same seed makes the same cases go wrong.
    package var seed: UInt64

    package init(
        _ effect: Effect,
        service: String,
        actions: Set<String> = [],
        rate: Double = 1,
        times: Int? = nil,
        duration: Duration? = nil,
        seed: UInt64 = 1
    ) {
        self.effect = effect
        self.service = service
        self.actions = actions
        self.rate = rate
        self.times = times
        self.duration = duration
        self.seed = seed
    }
}
