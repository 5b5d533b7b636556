/// What has been counted of the requests for one route of an API.
package struct RouteTally: Sendable, Hashable {
    package var refused = 0.0
    package var throttled = 0.0
    package var timedOut = 0.0
    package var cold = 0.0
    package var accepted = 0.0
    /// The sum of the accepted ones', in seconds.
    package var latency = 0.0

    package init() {}

    init(_ tally: Tally) {
        (refused, throttled, timedOut) = (tally.refused, tally.throttled, tally.timedOut)
        (cold, accepted, latency) = (tally.cold, tally.accepted, tally.latency)
    }

    mutating func add(_ after: RouteTally, less before: RouteTally = RouteTally()) {
        refused += after.refused - before.refused
        throttled += after.throttled - before.throttled
        timedOut += after.timedOut - before.timedOut
        cold += after.cold - before.cold
        accepted += after.accepted - before.accepted
        latency += after.latency - before.latency
    }

    package var offered: Double { refused + throttled + accepted }
}
