import CCurl

/// A connection to one server, for one thread that waits for each answer: the poll loop's.
///
/// Requests have no time limit, since an answer may take hours; making the connection has one of a second. Options are
/// set once; a request sets its URL, its headers and its body, which is sent from where it lies.
package final class CurlConnection {
    private enum Method { case get, post }

    private let handle: CurlHandle
    private var method = Method.get

    package init() throws(CurlError) {
        handle = try CurlHandle()
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, 1000)
        handle.set(CURLOPT_HTTPGET, 1)
    }

    package func get(_ url: String, headers: CurlHeaderList) throws(CurlError) -> CurlResponse {
        if method != .get { handle.set(CURLOPT_HTTPGET, 1) }
        method = .get
        return try perform(url, headers)
    }

    package func post(_ url: String, headers: CurlHeaderList, body: [UInt8]) throws(CurlError) -> CurlResponse {
        if method != .post { handle.set(CURLOPT_POST, 1) }
        method = .post
        ccurl_set_size(handle.easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        return try body.withUnsafeBytes { bytes -> Result<CurlResponse, CurlError> in
            ccurl_set_pointer(handle.easy, CURLOPT_POSTFIELDS, bytes.baseAddress ?? emptyText)
            do throws(CurlError) { return .success(try perform(url, headers)) } catch { return .failure(error) }
        }.get()
    }

    private func perform(_ url: String, _ headers: CurlHeaderList) throws(CurlError) -> CurlResponse {
        handle.set(url: url)
        handle.set(headers: headers)
        handle.prepare()
        let code = curl_easy_perform(handle.easy)
        guard code == CURLE_OK else { throw handle.error(code) }
        return handle.response()
    }
}
