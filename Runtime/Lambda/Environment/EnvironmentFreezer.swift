import HTTPListener
import Time

/// Freezes environments that have rested for a moment. Lives on the event loop.
///
/// Lambda freezes at once. Here a signal that stops a process and one that lets it go on cost as much as a short
/// invocation, so an environment that is used again within five milliseconds is not frozen in between. One that is not
/// is frozen within ten: a timer of its own for each invocation would cost more than the signals.
final class EnvironmentFreezer {
    private static let delay = Duration.milliseconds(5)

    private let services: EnvironmentServices
    private var resting = WaitingLine<(environment: ExecutionEnvironment, since: Timestamp)>()
    private var timer: ScheduledAction?

    init(_ services: EnvironmentServices) { self.services = services }

    /// The environment waits for its next invocation from now on.
    func rests(_ environment: ExecutionEnvironment) {
        guard services.settings.freezes else { return }
        let now = services.time.now
        environment.restsSince = now
        resting.append((environment, now))
        arm()
    }

    private func arm() {
        if timer == nil { timer = services.loop.schedule(after: Self.delay) { self.freezeRested() } }
    }

    private func freezeRested() {
        timer = nil
        let limit = services.time.now - Self.delay
        while let next = resting.first, next.since <= limit {
            _ = resting.popFirst()
            if next.environment.restsSince == next.since { next.environment.freeze() }
        }
        if resting.first != nil { arm() }
    }

    func stop() {
        timer?.cancel()
        resting = WaitingLine()
    }
}
