import ColdStart

/// What has been counted up to some moment of a simulation.
package struct Tally: Sendable, Hashable {
    /// Invocations that came, first attempts only.
    package var offered = 0.0
    package var cold = 0.0
    package var warm = 0.0
    package var throttled = 0.0
    package var waited = 0.0
    /// Messages and records that came with the batch of another, beside those that are counted as cold or warm.
    package var rodeAlong = 0.0
    /// Sums of seconds.
    package var wait = 0.0
    package var latency = 0.0
    package var service = 0.0
    /// Attempts after the first, and events given up.
    package var retries = 0.0
    package var discarded = 0.0
    /// Requests that the gateway refused, and those for which the function took longer than it or its API waits.
    package var refused = 0.0
    package var timedOut = 0.0
    /// Requests that the gateway passed on.
    package var httpAPICalls = 0.0
    package var restAPICalls = 0.0
    /// To SQS: messages sent, received and deleted.
    package var queueRequests = 0.0
    /// Of the memory of environments that began as a snapshot that is paid for.
    package var restoredGigabytes = 0.0
    package var compute = ComputeUsages()
    /// Of /tmp above 512 MB.
    package var ephemeralGigabyteSeconds = 0.0
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
    /// Requests, events, messages and records that a function has got.
    package var handedOver: Double { accepted + rodeAlong }

    package static func - (first: Tally, second: Tally) -> Tally { first.combined(with: second, sign: -1) }
    package static func + (first: Tally, second: Tally) -> Tally { first.combined(with: second, sign: 1) }

    private func combined(with other: Tally, sign: Double) -> Tally {
        var result = self
        result.offered += sign * other.offered
        result.cold += sign * other.cold
        result.warm += sign * other.warm
        result.throttled += sign * other.throttled
        result.waited += sign * other.waited
        result.rodeAlong += sign * other.rodeAlong
        result.wait += sign * other.wait
        result.latency += sign * other.latency
        result.service += sign * other.service
        result.retries += sign * other.retries
        result.discarded += sign * other.discarded
        result.refused += sign * other.refused
        result.timedOut += sign * other.timedOut
        result.httpAPICalls += sign * other.httpAPICalls
        result.restAPICalls += sign * other.restAPICalls
        result.queueRequests += sign * other.queueRequests
        result.restoredGigabytes += sign * other.restoredGigabytes
        result.compute.add(other.compute, times: sign)
        result.ephemeralGigabyteSeconds += sign * other.ephemeralGigabyteSeconds
        result.ended += sign * other.ended
        result.life += sign * other.life
        result.running += sign * other.running
        result.alive += sign * other.alive
        result.provisioned += sign * other.provisioned
        result.aliveGigabyteSeconds += sign * other.aliveGigabyteSeconds
        result.busyGigabyteSeconds += sign * other.busyGigabyteSeconds
        result.seconds += sign * other.seconds
        return result
    }
}
