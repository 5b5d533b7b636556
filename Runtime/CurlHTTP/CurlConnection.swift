import CCurl

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Bytes to and from one server, in whatever protocol, for one thread at a time, which waits.
///
/// libcurl looks the server up, connects and, for an `https` URL, encrypts and checks the server's certificate. Any error
/// leaves the connection unusable, but for a deadline that has passed in `receive`.
package final class CurlConnection {
    private let easy: UnsafeMutableRawPointer
    private let descriptor: Int32
    private let isEncrypted: Bool
    private var isClosed = false

    /// Connects. `url` is scheme (`http` or `https`), host and port: `http://127.0.0.1:9001`. No proxy is asked.
    package init(to url: String, timeout: Duration = .seconds(1)) throws(CurlError) {
        _ = globalInit
        guard let easy = curl_easy_init() else { throw CurlError(reason: "libcurl could not make a handle") }
        do throws(CurlError) {
            descriptor = try Self.connect(easy, url, timeout)
        } catch {
            curl_easy_cleanup(easy)
            throw error
        }
        self.easy = easy
        isEncrypted = url.hasPrefix("https:")
    }

    deinit { close() }

    private static func connect(
        _ easy: UnsafeMutableRawPointer,
        _ url: String,
        _ timeout: Duration
    ) throws(CurlError) -> Int32 {
        ccurl_set_number(easy, CURLOPT_CONNECT_ONLY, 1)
        ccurl_set_number(easy, CURLOPT_CONNECTTIMEOUT_MS, timeout.milliseconds)
        ccurl_set_number(easy, CURLOPT_NOSIGNAL, 1)
        ccurl_set_number(easy, CURLOPT_TCP_NODELAY, 1)
        ccurl_set_number(easy, CURLOPT_SSL_ENABLE_ALPN, 0)
        ccurl_set_text(easy, CURLOPT_PROXY, "")
        ccurl_set_text(easy, CURLOPT_URL, url)
        let code = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CURL_ERROR_SIZE)) { text in
            text[0] = 0
            ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, text.baseAddress)
            defer { ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, nil) }
            let code = curl_easy_perform(easy)
            return code == CURLE_OK ? nil : CurlError(code, detail: text.baseAddress.map { String(cString: $0) } ?? "")
        }
        if let code { throw code }
        var descriptor = CURL_SOCKET_BAD
        ccurl_get_socket(easy, CURLINFO_ACTIVESOCKET, &descriptor)
        guard descriptor != CURL_SOCKET_BAD else { throw CurlError(reason: "the connection is gone") }
        return descriptor
    }

    /// Sends all of `bytes`, for as long as it takes unless there is a deadline.
    package func send(_ bytes: [UInt8], deadline: ContinuousClock.Instant? = nil) throws(CurlError) {
        try send(bytes, isAnswerAwaited: false, deadline)
    }

    /// Sends all of `bytes`, unless the server begins to answer meanwhile, when it may read no more.
    package func sendUnlessAnswered(
        _ bytes: [UInt8],
        deadline: ContinuousClock.Instant? = nil
    ) throws(CurlError) {
        try send(bytes, isAnswerAwaited: true, deadline)
    }

    private func send(
        _ bytes: [UInt8],
        isAnswerAwaited: Bool,
        _ deadline: ContinuousClock.Instant?
    ) throws(CurlError) {
        var sent = 0
        while sent < bytes.count {
            var count = 0
            let code =
                isClosed
                ? CURLE_SEND_ERROR
                : bytes.withUnsafeBytes { buffer in
                    curl_easy_send(easy, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, &count)
                }
            switch code {
            case CURLE_OK: sent += count
            case CURLE_AGAIN:
                try wait(for: isAnswerAwaited ? POLLOUT | POLLIN : POLLOUT, deadline)
                if isAnswerAwaited && hasNews { return }
            default: throw CurlError(code)
            }
        }
    }

    /// Whether the server has sent something that was not received yet, or closed the connection.
    package var hasNews: Bool {
        var socket = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return isClosed || poll(&socket, 1, 0) > 0
    }

    /// Waits for bytes and appends those that are there. Returns how many; 0 says that the server has closed.
    ///
    /// After an error for a deadline that has passed, it may be called again.
    package func receive(
        into buffer: inout [UInt8],
        deadline: ContinuousClock.Instant? = nil
    ) throws(CurlError) -> Int {
        // Encrypted bytes may have been read ahead, where no wait sees them; what is plain is rarely there already.
        if !isEncrypted { try wait(for: POLLIN, deadline) }
        while true {
            var count = 0
            let code =
                isClosed
                ? CURLE_RECV_ERROR
                : withUnsafeTemporaryAllocation(byteCount: 16384, alignment: 1) {
                    let code = curl_easy_recv(easy, $0.baseAddress, $0.count, &count)
                    if code == CURLE_OK { buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
                    return code
                }
            switch code {
            case CURLE_OK: return count
            case CURLE_AGAIN: try wait(for: POLLIN, deadline)
            default: throw CurlError(code)
            }
        }
    }

    private func wait(for event: Int32, _ deadline: ContinuousClock.Instant?) throws(CurlError) {
        guard !isClosed else { throw CurlError(CURLE_RECV_ERROR, detail: "the connection was closed") }
        while true {
            let left = deadline.map { Int32(clamping: max(.zero, $0 - .now).milliseconds) } ?? -1
            var socket = pollfd(fd: descriptor, events: Int16(event), revents: 0)
            let ready = poll(&socket, 1, left)
            if ready > 0 { return }
            if ready == 0 { throw CurlError(CURLE_OPERATION_TIMEDOUT) }
            if errno != EINTR { throw CurlError(reason: String(cString: strerror(errno))) }
        }
    }

    /// Ends the connection. Nothing can be sent or received any more.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        curl_easy_cleanup(easy)
    }
}
