import Synchronization
import UnixSignals

#if canImport(Glibc)
    import Glibc
#endif

/// Ctrl-C and SIGTERM, from now on: what comes before Hearth is up ends it when it is, the second one at once.
final class StopSignals: Sendable {
    private let signals = AsyncStream.makeStream(of: Void.self)
    private let isUp = Atomic(false)

    init() async {
        let trapped = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        Task { [self] in
            var isFirst = true
            for await _ in trapped {
                if !isFirst && !isUp.load(ordering: .relaxed) { exit(130) }
                isFirst = false
                signals.continuation.yield()
            }
        }
    }

    func hearthIsUp() { isUp.store(true, ordering: .relaxed) }

    /// Returns with the next one that has not been waited for.
    @Sendable func next() async {
        for await _ in signals.stream { return }
    }
}
