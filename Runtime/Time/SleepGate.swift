import Synchronization

/// Resumes one continuation once, whichever comes first: the instant or the cancellation.
final class SleepGate: Sendable {
    private struct State {
        var result: Result<Void, any Error>?
        var continuation: CheckedContinuation<Void, any Error>?
        var cleanUp: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    func wait(_ continuation: CheckedContinuation<Void, any Error>) {
        let result = state.withLock { state -> Result<Void, any Error>? in
            if state.result == nil { state.continuation = continuation }
            return state.result
        }
        if let result { continuation.resume(with: result) }
    }

    func onOpen(_ cleanUp: @escaping @Sendable () -> Void) {
        let isOpen = state.withLock { state in
            if state.result == nil { state.cleanUp = cleanUp }
            return state.result != nil
        }
        if isOpen { cleanUp() }
    }

    func open(_ result: Result<Void, any Error>) {
        let opened = state.withLock { state -> State in
            guard state.result == nil else { return State() }
            state.result = result
            defer { (state.continuation, state.cleanUp) = (nil, nil) }
            return state
        }
        opened.continuation?.resume(with: result)
        opened.cleanUp?()
    }
}
