import CCurl

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A transfer or a connection failed.
package struct CurlError: Error, Hashable, CustomStringConvertible {
    /// One of libcurl's.
    package var code: UInt32
    /// In libcurl's or the system's words.
    package var reason: String

    package var description: String { reason }

    init(_ code: CURLcode, detail: String = "") {
        self.code = code.rawValue
        reason = detail.isEmpty ? String(cString: ccurl_easy_strerror(code)) : detail
    }

    init(reason: String) {
        code = CURLE_FAILED_INIT.rawValue
        self.reason = reason
    }

    static let noLibrary = CurlError(reason: "libcurl (libcurl.so.4) is not there or cannot be used")

    /// The system's `error`, in its own words.
    static func system(_ code: CURLcode, _ error: Int32) -> CurlError {
        CurlError(code, detail: String(cString: strerror(error)))
    }

    /// No connection came about: the request was never sent.
    package var isConnectFailure: Bool {
        [CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_SSL_CONNECT_ERROR].contains { $0.rawValue == code }
    }

    package var isTimeout: Bool { code == CURLE_OPERATION_TIMEDOUT.rawValue }

    /// The answer's body is longer than the request allows.
    package var isBodyTooLong: Bool { code == CURLE_WRITE_ERROR.rawValue }
}
