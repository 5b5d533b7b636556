import CCurl
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Synchronization

/// Sends any number of requests at once, over connections that are kept and shared.
///
/// One thread, started with the first request, waits for all of them.
package final class CurlClient: Sendable {
    /// The process's own. It lives as long as the process.
    package static let shared = CurlClient()

    private struct State {
        var reactor: CurlReactor?
        var nextID = 0
    }

    private let state = Mutex(State())

    package init() {}

    private static let isPreparing = Atomic(false)

    /// Loads libcurl on a thread of its own, so that the first request does not wait for that.
    package func prepare() {
        Self.isPreparing.store(true, ordering: .sequentiallyConsistent)
        var thread = pthread_t()
        let load: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { _ in
            _ = ccurl_load()
            return nil
        }
        // Where there is no thread for it, the first request loads it.
        if pthread_create(&thread, nil, load, nil) == 0 { pthread_detach(thread) }
    }

    /// Returns when nothing is being loaded.
    package static func waitUntilPrepared() {
        if isPreparing.load(ordering: .sequentiallyConsistent) { _ = ccurl_load() }
    }

    /// Throws `CurlError` when no answer comes, and `CancellationError`, at once, when the task is cancelled.
    package func send(_ request: CurlRequest) async throws -> CurlResponse {
        let (reactor, id) = try state.withLock { state in
            let reactor = try state.reactor ?? CurlReactor.start()
            state.reactor = reactor
            state.nextID += 1
            return (reactor, state.nextID)
        }
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return try await withCheckedThrowingContinuation { continuation in
                reactor.begin(id, request, continuation)
                // Cancelled before there was anything to cancel.
                if Task.isCancelled { reactor.cancel(id) }
            }
        } onCancel: {
            reactor.cancel(id)
        }
    }
}
