import Lambda
import Synchronization
import Time

/// One client that waits: answered once, by whichever comes first of the function and the timeout. What comes later is
/// dropped.
final class PendingAnswer: Sendable {
    typealias Outcome = Result<InvocationResult, GatewayError>

    private struct State {
        var answer: (@Sendable (Outcome) -> Void)?
        var timeout: ScheduledAction?
    }

    private let state: Mutex<State>

    init(_ answer: @escaping @Sendable (Outcome) -> Void) { state = Mutex(State(answer: answer)) }

    func cancelWhenSettled(_ timeout: ScheduledAction) {
        let isSettled = state.withLock { state in
            if state.answer != nil { state.timeout = timeout }
            return state.answer == nil
        }
        if isSettled { timeout.cancel() }
    }

    func settle(_ outcome: Outcome) {
        let taken = state.withLock { state in
            defer { state = State() }
            return state
        }
        taken.timeout?.cancel()
        taken.answer?(outcome)
    }
}
