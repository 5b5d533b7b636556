#if canImport(Glibc)
    import Glibc
#endif

/// Runs work on a thread of its own, which lives until the work is done.
enum DetachedThread {
    private final class Work {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Stops the program where the system has no thread for it.
    static func start(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Work(body)).toOpaque()
        let failure = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            },
            context
        )
        precondition(failure == 0, "no thread can be started: errno \(failure)")
        pthread_detach(thread)
    }
}
