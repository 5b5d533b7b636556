import CCurl

/// libcurl could not finish a transfer.
package struct CurlError: Error, Hashable, CustomStringConvertible {
    package var code: UInt32
    /// In libcurl's words.
    package var reason: String

    package var description: String { reason }

    init(_ code: CURLcode, detail: String = "") {
        self.code = code.rawValue
        reason = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    }

    init(reason: String) {
        code = CURLE_FAILED_INIT.rawValue
        self.reason = reason
    }

    /// No connection came about: the request was never sent.
    package var isConnectFailure: Bool {
        [CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_SSL_CONNECT_ERROR].contains { $0.rawValue == code }
    }

    package var isTimeout: Bool { code == CURLE_OPERATION_TIMEDOUT.rawValue }

    /// The answer's body is longer than the request allows.
    package var isBodyTooLong: Bool { code == CURLE_WRITE_ERROR.rawValue }
}
