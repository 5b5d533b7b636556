import ColdStart

/// What has been counted up to some moment of a simulation.
package struct Tally: Sendable, Hashable {
    /// Invocations that came, first attempts only.
    package var offered = 0.0
    package var cold = 0.0
    package var warm = 0.0
    package var throttled = 0.0
    package var waited = 0.0
    /// Sums of seconds.
    package var wait = 0.0
    package var latency = 0.0
    package var service = 0.0
    /// Attempts after the first, and events given up.
    package var retries = 0.0
    package var discarded = 0.0
    package var gigabyteSeconds = 0.0
    package var provisionedDurationGigabyteSeconds = 0.0
    /// Environments that have ended, and the seconds that they lived.
    package var ended = 0.0
    package var life = 0.0
    /// Environment-seconds: serving, in all, and provisioned.
    package var running = 0.0
    package var alive = 0.0
    package var provisioned = 0.0
    /// GB-seconds of all environments, and of those that served.
    package var aliveGigabyteSeconds = 0.0
    package var busyGigabyteSeconds = 0.0
    package var seconds = 0.0

    package init() {}

    package var accepted: Double { cold + warm }

    package static func - (first: Tally, second: Tally) -> Tally { combine(first, second, -) }
    package static func + (first: Tally, second: Tally) -> Tally { combine(first, second, +) }

    private static let fields: [any WritableKeyPath<Tally, Double> & Sendable] = [
        \.offered, \.cold, \.warm, \.throttled, \.waited, \.wait, \.latency, \.service, \.retries, \.discarded,
        \.gigabyteSeconds, \.provisionedDurationGigabyteSeconds, \.ended, \.life, \.running, \.alive, \.provisioned,
        \.aliveGigabyteSeconds, \.busyGigabyteSeconds, \.seconds,
    ]

    private static func combine(_ first: Tally, _ second: Tally, _ operation: (Double, Double) -> Double) -> Tally {
        var result = Tally()
        for field in fields { result[keyPath: field] = operation(first[keyPath: field], second[keyPath: field]) }
        return result
    }
}
