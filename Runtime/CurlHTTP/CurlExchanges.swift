import CCurl

/// A connection to one server, for one thread that waits for each answer: the poll loop's.
///
/// Requests have no time limit, since an answer may take hours; making the connection has one of a second. Options are
/// set once; a request sets its path, its headers and its body, which is sent from where it lies.
package final class CurlExchanges {
    private enum Method { case get, post }

    private let handle: CurlHandle
    private let multi: UnsafeMutableRawPointer
    private let origin: String
    private let url: OpaquePointer
    private var method = Method.get

    /// `origin` is scheme, host and port: `http://127.0.0.1:9001`. Nothing is sent yet.
    package init(to origin: String) throws(CurlError) {
        handle = try CurlHandle()
        guard let url = curl_url() else { throw CurlError(reason: "libcurl could not make a URL") }
        guard let multi = curl_multi_init() else {
            curl_url_cleanup(url)
            throw CurlError(reason: "libcurl could not make a multi handle")
        }
        self.multi = multi
        self.url = url
        self.origin = origin
        let failure = curl_url_set(url, CURLUPART_URL, origin, 0)
        guard failure == CURLUE_OK else { throw CurlError(CURLE_URL_MALFORMAT, detail: Self.text(failure)) }
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, 1000)
        handle.set(CURLOPT_HTTPGET, 1)
    }

    deinit {
        curl_multi_cleanup(multi)
        curl_url_cleanup(url)
    }

    private static func text(_ failure: CURLUcode) -> String { String(cString: curl_url_strerror(failure)) }

    /// `path` starts with a slash and has no query.
    package func get(_ path: String, headers: CurlHeaderList) throws(CurlError) -> CurlResponse {
        if method != .get { handle.set(CURLOPT_HTTPGET, 1) }
        method = .get
        return try perform(path, headers)
    }

    package func post(_ path: String, headers: CurlHeaderList, body: [UInt8]) throws(CurlError) -> CurlResponse {
        if method != .post { handle.set(CURLOPT_POST, 1) }
        method = .post
        ccurl_set_size(handle.easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        return try body.withUnsafeBytes { bytes -> Result<CurlResponse, CurlError> in
            ccurl_set_pointer(handle.easy, CURLOPT_POSTFIELDS, bytes.baseAddress ?? emptyText)
            do throws(CurlError) { return .success(try perform(path, headers)) } catch { return .failure(error) }
        }.get()
    }

    private func perform(_ path: String, _ headers: CurlHeaderList) throws(CurlError) -> CurlResponse {
        let failure = curl_url_set(url, CURLUPART_PATH, path, 0)
        guard failure == CURLUE_OK else { throw CurlError(CURLE_URL_MALFORMAT, detail: Self.text(failure)) }
        handle.set(url: origin + path, parsed: url)
        handle.set(headers: headers)
        handle.prepare()
        curl_multi_add_handle(multi, handle.easy)
        defer { curl_multi_remove_handle(multi, handle.easy) }
        let code = transfer()
        guard code == CURLE_OK else { throw handle.error(code) }
        return handle.response()
    }

    /// Does what `curl_easy_perform` does, but works before it waits for the first time.
    private func transfer() -> CURLcode {
        while true {
            var running: Int32 = 0
            guard curl_multi_perform(multi, &running) == CURLM_OK else { return CURLE_FAILED_INIT }
            if running == 0 {
                var left: Int32 = 0
                guard let message = curl_multi_info_read(multi, &left) else { return CURLE_FAILED_INIT }
                return ccurl_message_result(message)
            }
            guard curl_multi_poll(multi, nil, 0, 60_000, nil) == CURLM_OK else { return CURLE_FAILED_INIT }
        }
    }
}
