import Synchronization
import Testing

/// Runs no more than a few of the marked tests at the same time, in all suites together: those that start processes,
/// which wait for each other on a machine with few cores until somebody's patience ends.
package struct FewAtATime: SuiteTrait, TestTrait, TestScoping {
    private static let gate = Gate(places: 6)

    package var isRecursive: Bool { true }

    /// Test cases take places, suites and tests as such take none.
    package func scopeProvider(for test: Test, testCase: Test.Case?) -> FewAtATime? { testCase == nil ? nil : self }

    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing body: @Sendable () async throws -> Void
    ) async throws {
        await Self.gate.enter()
        defer { Self.gate.leave() }
        try await body()
    }
}

extension Trait where Self == FewAtATime {
    package static var fewAtATime: FewAtATime { FewAtATime() }
}

/// Lets in as many as there are places; the others wait in line.
private final class Gate: Sendable {
    private struct State {
        var places: Int
        var line: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(places: Int) { state = Mutex(State(places: places)) }

    func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.places > 0 else {
                    state.line.append(continuation)
                    return false
                }
                state.places -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.line.isEmpty else { return state.line.removeFirst() }
            state.places += 1
            return nil
        }
        next?.resume()
    }
}
