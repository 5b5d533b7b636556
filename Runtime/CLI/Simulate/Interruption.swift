import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Notices Ctrl-C, so that a long computation can stop and tell what it has. The second one ends the program as usual. One is
/// made for all that a command computes.
struct Interruption {
    private static let signalled = Atomic(false)

    init() {
        Self.signalled.store(false, ordering: .relaxed)
        signal(SIGINT) { number in
            Interruption.signalled.store(true, ordering: .relaxed)
            signal(number, SIG_DFL)
        }
    }

    var hasCome: Bool { Self.signalled.load(ordering: .relaxed) }
}
