import CCurl

/// A POST whose body goes out piece by piece, chunked, with trailers at its end.
///
/// Used by one thread at a time; `send` keeps it until the connection has taken the piece, so that a slow receiver slows
/// the sender.
package final class CurlUpload {
    private let multi: UnsafeMutableRawPointer
    private let handle: CurlHandle
    private var pending: [UInt8] = []
    private var sent = 0
    private var isEnded = false
    private var isPaused = false
    private var result: CURLcode?
    private var trailers: [(name: String, value: String)] = []

    /// Starts the request. Throws when no connection comes about within a second.
    package init(_ url: String, headers: CurlHeaderList) throws(CurlError) {
        handle = try CurlHandle()
        guard let multi = curl_multi_init() else { throw CurlError(reason: "libcurl could not make a multi handle") }
        self.multi = multi
        handle.set(url: url)
        handle.set(headers: headers)
        handle.set(CURLOPT_POST, 1)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, 1000)
        setCallbacks()
        curl_multi_add_handle(multi, handle.easy)
    }

    deinit {
        curl_multi_remove_handle(multi, handle.easy)
        curl_multi_cleanup(multi)
    }

    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_pointer(handle.easy, CURLOPT_READDATA, context)
        ccurl_set_pointer(handle.easy, CURLOPT_TRAILERDATA, context)
        ccurl_set_callback(handle.easy, CURLOPT_READFUNCTION) { buffer, size, count, context in
            guard let buffer, let context else { return Int(CURL_READFUNC_ABORT) }
            let upload = Unmanaged<CurlUpload>.fromOpaque(context).takeUnretainedValue()
            return upload.fill(UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
        }
        ccurl_set_trailer_callback(handle.easy) { list, context in
            guard let list, let context else { return CURL_TRAILERFUNC_ABORT }
            let upload = Unmanaged<CurlUpload>.fromOpaque(context).takeUnretainedValue()
            for trailer in upload.trailers {
                list.pointee = curl_slist_append(list.pointee, CurlHeaderList.line(trailer.name, trailer.value))
            }
            return CURL_TRAILERFUNC_OK
        }
    }

    /// Hands libcurl what there is to send; pauses the transfer while there is nothing.
    private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, pending.count - sent)
        guard count > 0 || isEnded else {
            isPaused = true
            return Int(CURL_READFUNC_PAUSE)
        }
        pending.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[sent..<sent + count])) }
        sent += count
        return count
    }

    /// Sends a piece. Throws when the transfer has failed, or when the server has answered already.
    package func send(_ bytes: [UInt8]) throws(CurlError) {
        guard !bytes.isEmpty else { return }
        pending = bytes
        sent = 0
        try move { isPaused && sent == pending.count }
        guard result == nil else { throw CurlError(reason: "the server answered before the body was sent") }
    }

    /// Ends the body and waits for the answer.
    package func finish(trailers: [(name: String, value: String)] = []) throws(CurlError) -> CurlResponse {
        self.trailers = trailers
        isEnded = true
        try move { false }
        return handle.response()
    }

    /// Lets libcurl work until `isDone`, or until the transfer is over.
    private func move(until isDone: () -> Bool) throws(CurlError) {
        if isPaused {
            isPaused = false
            curl_easy_pause(handle.easy, CURLPAUSE_CONT)
        }
        while result == nil {
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            readResult()
            if result != nil || isDone() { break }
            curl_multi_poll(multi, nil, 0, 1000, nil)
        }
        if let result, result != CURLE_OK { throw handle.error(result) }
    }

    private func readResult() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            if message.pointee.msg == CURLMSG_DONE { result = ccurl_message_result(message) }
        }
    }
}
