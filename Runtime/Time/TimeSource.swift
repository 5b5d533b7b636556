/// Where the emulator's time comes from. Everything that waits, expires or stamps takes one, so that tests and the
/// simulator can run hours in milliseconds.
package protocol TimeSource: Sendable {
    /// Never goes backwards.
    var now: Timestamp { get }

    /// Runs `action` once, at `instant` or soon after, on a thread of the source's own choosing; at once when
    /// `instant` has passed. Actions run in the order of their instants. An action must not block.
    @discardableResult
    func schedule(at instant: Timestamp, _ action: @escaping @Sendable () -> Void) -> ScheduledAction

    /// The time that processes and connections live by, where that is another.
    var machine: any TimeSource { get }

    /// What the clock of the machine will show at `instant`, unless this time jumps until then.
    func onMachine(_ instant: Timestamp) -> Timestamp
}

extension TimeSource {
    package var machine: any TimeSource { self }
    package func onMachine(_ instant: Timestamp) -> Timestamp { instant }
}

extension TimeSource {
    @discardableResult
    package func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> ScheduledAction {
        schedule(at: now + delay, action)
    }

    /// Returns when `duration` has passed; throws `CancellationError` at once when the task is cancelled.
    package func sleep(for duration: Duration) async throws {
        let gate = SleepGate()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                gate.wait(continuation)
                let scheduled = schedule(after: duration) { gate.open(.success(())) }
                gate.onOpen { scheduled.cancel() }
            }
        } onCancel: {
            gate.open(.failure(CancellationError()))
        }
    }
}

/// An action that waits for its instant.
package struct ScheduledAction: Sendable {
    private let onCancel: @Sendable () -> Void

    package init(onCancel: @escaping @Sendable () -> Void) { self.onCancel = onCancel }

    /// Without effect when the action has run.
    package func cancel() { onCancel() }
}
