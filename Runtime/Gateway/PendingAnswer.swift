import Lambda
import Synchronization
import Time
import Wire

/// One client that waits: answered once, by whichever comes first of the function and the timeout. What comes later is
/// dropped.
final class PendingAnswer: Sendable {
    typealias Outcome = Result<FunctionReply, GatewayError>

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

    /// Returns whether the client still waited.
    @discardableResult
    func settle(_ outcome: Outcome) -> Bool {
        let taken = state.withLock { state in
            defer { state = State() }
            return state
        }
        taken.timeout?.cancel()
        taken.answer?(outcome)
        return taken.answer != nil
    }
}

/// What came of a call of a function.
enum FunctionReply: Sendable {
    case whole(InvocationResult)
    /// Status and headers have come, the body goes on.
    case streamed(HTTPResponse, trace: String)
}
