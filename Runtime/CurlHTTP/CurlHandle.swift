import CCurl

/// An easy handle with a place for what comes in. Owned by one thread at a time.
final class CurlHandle {
    let easy: UnsafeMutableRawPointer
    /// Which request of a client it works for.
    var id = 0
    private var headerBytes: [UInt8] = []
    private var body: [UInt8] = []
    private var bodyLimit = Int.max
    private var headerList: CurlHeaderList?
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init() throws(CurlError) {
        guard ccurl_load() else { throw .noLibrary }
        guard let easy = ccurl_easy_init() else { throw CurlError(reason: "libcurl could not make a handle") }
        self.easy = easy
        errorText.pointee = 0
        setUp()
    }

    deinit {
        ccurl_easy_cleanup(easy)
        errorText.deallocate()
    }

    /// What holds for every request: no proxy, no signals, HTTP/1.1, no redirects.
    private func setUp() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TCP_NODELAY, 1)
        // Large bodies are announced by an `Expect` field where it is not left out: do not wait for leave to send them.
        set(CURLOPT_EXPECT_100_TIMEOUT_MS, 1)
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        ccurl_set_text(easy, CURLOPT_PROXY, "")
        ccurl_set_text(easy, CURLOPT_NOPROXY, "*")
        if let certificates = ccurl_certificates() { ccurl_set_text(easy, CURLOPT_CAINFO, certificates) }
        ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
        ccurl_set_pointer(easy, CURLOPT_PRIVATE, context)
        ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context)
        ccurl_set_callback(easy, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            guard let data, let context else { return 0 }
            let handle = Unmanaged<CurlHandle>.fromOpaque(context).takeUnretainedValue()
            guard size * count <= handle.bodyLimit - handle.body.count else { return 0 }
            handle.body.append(contentsOf: UnsafeRawBufferPointer(start: data, count: size * count))
            return size * count
        }
        ccurl_set_callback(easy, CURLOPT_HEADERFUNCTION) { data, size, count, context in
            guard let data, let context else { return 0 }
            let handle = Unmanaged<CurlHandle>.fromOpaque(context).takeUnretainedValue()
            handle.take(headerLine: UnsafeRawBufferPointer(start: data, count: size * count))
            return size * count
        }
    }

    /// A status line starts a new block: that of a 100 Continue is forgotten.
    private func take(headerLine line: UnsafeRawBufferPointer) {
        if line.count > 4, line[4] == UInt8(ascii: "/"), line.starts(with: "HTTP/".utf8) {
            headerBytes.removeAll(keepingCapacity: true)
        }
        headerBytes.append(contentsOf: line)
    }

    func set(_ option: CURLoption, _ value: Int) { ccurl_set_number(easy, option, value) }

    func set(url: String) { ccurl_set_text(easy, CURLOPT_URL, url) }

    /// Keeps `list` for as long as libcurl may read it.
    func set(headers list: CurlHeaderList) {
        guard headerList !== list else { return }
        ccurl_set_list(easy, CURLOPT_HTTPHEADER, list.first)
        headerList = list
    }

    /// Forgets what the last transfer brought. To be called before each one.
    func prepare() {
        headerBytes.removeAll(keepingCapacity: true)
        body = []
        errorText.pointee = 0
    }

    /// What the finished transfer brought; the body is handed over, not copied.
    func response() -> CurlResponse {
        var status = 0
        ccurl_get_number(easy, CURLINFO_RESPONSE_CODE, &status)
        defer { body = [] }
        return CurlResponse(status: status, headers: CurlHeaders(bytes: headerBytes), body: body)
    }

    func error(_ code: CURLcode) -> CurlError { CurlError(code, detail: String(cString: errorText)) }
}

extension CurlHandle {
    /// The handle whose easy handle this is.
    static func of(_ easy: UnsafeMutableRawPointer) -> CurlHandle? {
        var context: UnsafeMutablePointer<CChar>?
        ccurl_get_pointer(easy, CURLINFO_PRIVATE, &context)
        return context.map { Unmanaged<CurlHandle>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Sets everything that requests differ in. The body is copied.
    func set(_ request: CurlRequest) {
        set(url: request.url)
        set(headers: request.headers)
        bodyLimit = request.bodyLimit
        set(CURLOPT_TIMEOUT_MS, request.timeout.milliseconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.milliseconds)
        if let body = request.body {
            set(CURLOPT_POST, 1)
            ccurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            body.withUnsafeBytes { bytes in
                _ = ccurl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress ?? emptyText)
            }
        } else {
            set(CURLOPT_HTTPGET, 1)
        }
        ccurl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method)
        set(CURLOPT_NOBODY, request.method == "HEAD" ? 1 : 0)
        set(signing: request.signing)
    }

    private func set(signing: CurlSigning?) {
        guard let signing else {
            ccurl_set_text(easy, CURLOPT_AWS_SIGV4, nil)
            ccurl_set_text(easy, CURLOPT_USERNAME, nil)
            ccurl_set_text(easy, CURLOPT_PASSWORD, nil)
            return
        }
        ccurl_set_text(easy, CURLOPT_AWS_SIGV4, "aws:amz:\(signing.region):\(signing.service)")
        ccurl_set_text(easy, CURLOPT_USERNAME, signing.accessKeyID)
        ccurl_set_text(easy, CURLOPT_PASSWORD, signing.secretAccessKey)
    }
}

extension Duration {
    /// Rounded up, so that no limit becomes none.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}

/// An address for an empty body: without one, libcurl would ask for the body by callback.
var emptyText: UnsafeRawPointer { UnsafeRawPointer(("" as StaticString).utf8Start) }
