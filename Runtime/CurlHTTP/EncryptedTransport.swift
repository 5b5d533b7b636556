import CCurl

/// TLS, or whatever else a URL names that libcurl connects to.
final class EncryptedTransport: Transport {
    private let easy: UnsafeMutableRawPointer
    let descriptor: Int32
    let readsAhead = true

    init(to url: String, timeout: Duration) throws(CurlError) {
        guard ccurl_load() else { throw .noLibrary }
        guard let easy = ccurl_easy_init() else { throw CurlError(reason: "libcurl could not make a handle") }
        do throws(CurlError) {
            descriptor = try Self.connect(easy, url, timeout)
        } catch {
            ccurl_easy_cleanup(easy)
            throw error
        }
        self.easy = easy
    }

    deinit { ccurl_easy_cleanup(easy) }

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
        if let certificates = ccurl_certificates() { ccurl_set_text(easy, CURLOPT_CAINFO, certificates) }
        ccurl_set_text(easy, CURLOPT_URL, url)
        let error = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CURL_ERROR_SIZE)) { text in
            text[0] = 0
            ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, text.baseAddress)
            defer { ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, nil) }
            let code = ccurl_easy_perform(easy)
            return code == CURLE_OK ? nil : CurlError(code, detail: text.baseAddress.map { String(cString: $0) } ?? "")
        }
        if let error { throw error }
        var descriptor = CURL_SOCKET_BAD
        ccurl_get_socket(easy, CURLINFO_ACTIVESOCKET, &descriptor)
        guard descriptor != CURL_SOCKET_BAD else { throw CurlError(reason: "the connection is gone") }
        return descriptor
    }

    func send(_ bytes: UnsafeRawBufferPointer) throws(CurlError) -> Int {
        var count = 0
        switch ccurl_easy_send(easy, bytes.baseAddress, bytes.count, &count) {
        case CURLE_OK: return count
        case CURLE_AGAIN: return 0
        case let code: throw CurlError(code)
        }
    }

    func receive(_ room: UnsafeMutableRawBufferPointer, waits: Bool) throws(CurlError) -> Int? {
        var count = 0
        switch ccurl_easy_recv(easy, room.baseAddress, room.count, &count) {
        case CURLE_OK: return count
        case CURLE_AGAIN: return nil
        case let code: throw CurlError(code)
        }
    }
}
