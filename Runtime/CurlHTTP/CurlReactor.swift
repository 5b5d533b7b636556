import CCurl

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Synchronization

/// The thread that moves all transfers of a client.
final class CurlReactor: Sendable {
    typealias Continuation = CheckedContinuation<CurlResponse, any Error>

    private struct Start {
        var id: Int
        var request: CurlRequest
        var continuation: Continuation
    }

    /// What others have asked for since the thread last looked.
    private struct Inbox {
        var starts: [Start] = []
        var cancellations: [Int] = []
    }

    private struct Transfer {
        var handle: CurlHandle
        var continuation: Continuation
    }

    /// What only the thread touches.
    private struct Transfers {
        var running: [Int: Transfer] = [:]
        var idle: [CurlHandle] = []
    }

    private let inbox = Mutex(Inbox())
    // libcurl allows any thread to wake a multi handle; all else is done by the reactor's own thread.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer

    static func start() throws(CurlError) -> CurlReactor {
        guard ccurl_load() else { throw .noLibrary }
        guard let multi = ccurl_multi_init() else { throw CurlError(reason: "libcurl could not make a multi handle") }
        ccurl_multi_set_number(multi, CURLMOPT_MAX_HOST_CONNECTIONS, maximumConnectionsPerHost)
        ccurl_multi_set_number(multi, CURLMOPT_MAXCONNECTS, maximumConnectionsPerHost)
        let reactor = CurlReactor(multi: multi)
        var thread = pthread_t()
        let context = Unmanaged.passRetained(reactor)
        let failure = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<CurlReactor>.fromOpaque(context).takeUnretainedValue().run()
            },
            context.toOpaque()
        )
        guard failure == 0 else {
            context.release()
            ccurl_multi_cleanup(multi)
            throw CurlError(reason: "no thread for transfers: error \(failure)")
        }
        pthread_detach(thread)
        return reactor
    }

    private init(multi: UnsafeMutableRawPointer) { self.multi = multi }

    /// Requests beyond it wait for a connection, as in AWS's own SDKs.
    private static let maximumConnectionsPerHost = 50

    // MARK: Called from any thread

    func begin(_ id: Int, _ request: CurlRequest, _ continuation: Continuation) {
        put { $0.starts.append(Start(id: id, request: request, continuation: continuation)) }
    }

    /// Without effect for a request that is finished.
    func cancel(_ id: Int) {
        put { $0.cancellations.append(id) }
    }

    /// Whoever finds the inbox empty wakes the thread.
    private func put(_ body: (inout Inbox) -> Void) {
        let isFirst = inbox.withLock { inbox in
            defer { body(&inbox) }
            return inbox.starts.isEmpty && inbox.cancellations.isEmpty
        }
        if isFirst { ccurl_multi_wakeup(multi) }
    }

    // MARK: On the thread

    private func run() -> Never {
        var transfers = Transfers()
        while true {
            takeInbox(&transfers)
            var running: Int32 = 0
            ccurl_multi_perform(multi, &running)
            finish(&transfers)
            ccurl_multi_poll(multi, 60_000)
        }
    }

    private func takeInbox(_ transfers: inout Transfers) {
        let inbox = inbox.withLock { inbox in
            defer { inbox = Inbox() }
            return inbox
        }
        let cancelled = Set(inbox.cancellations)
        for start in inbox.starts {
            if cancelled.contains(start.id) {
                start.continuation.resume(throwing: CancellationError())
            } else {
                begin(start, &transfers)
            }
        }
        for id in inbox.cancellations {
            guard let transfer = transfers.running.removeValue(forKey: id) else { continue }
            ccurl_multi_remove_handle(multi, transfer.handle.easy)
            transfers.idle.append(transfer.handle)
            transfer.continuation.resume(throwing: CancellationError())
        }
    }

    private func begin(_ start: Start, _ transfers: inout Transfers) {
        do throws(CurlError) {
            let handle = if let idle = transfers.idle.popLast() { idle } else { try CurlHandle() }
            handle.prepare()
            handle.set(start.request)
            handle.id = start.id
            ccurl_multi_add_handle(multi, handle.easy)
            transfers.running[start.id] = Transfer(handle: handle, continuation: start.continuation)
        } catch {
            start.continuation.resume(throwing: error)
        }
    }

    private func finish(_ transfers: inout Transfers) {
        var left: Int32 = 0
        while let message = ccurl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let code = ccurl_message_result(message)
            ccurl_multi_remove_handle(multi, easy)
            guard let handle = CurlHandle.of(easy), let transfer = transfers.running.removeValue(forKey: handle.id)
            else { continue }
            let result = code == CURLE_OK ? Result.success(handle.response()) : .failure(handle.error(code))
            transfers.idle.append(handle)
            transfer.continuation.resume(with: result.mapError { $0 as any Error })
        }
    }
}
