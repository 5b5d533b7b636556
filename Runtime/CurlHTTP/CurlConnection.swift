#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import CCurl

/// Bytes to and from one server, in whatever protocol, for one thread at a time, which waits.
///
/// Behind an `http` URL it is a plain connection, which needs no libcurl: programs that only have these start without
/// loading it. For `https` libcurl connects, encrypts and checks the server's certificate. Any error leaves the
/// connection unusable, but for a deadline that has passed in `receive`.
package final class CurlConnection {
    private var transport: (any Transport)?

    /// Connects. `url` is scheme (`http` or `https`), host and port: `http://127.0.0.1:9001`. No proxy is asked. The time
    /// to look a plain connection's host up is not limited.
    package init(to url: String, timeout: Duration = .seconds(1)) throws(CurlError) {
        if let address = TCPAddress(url: url) {
            transport = try PlainTransport.connect(to: address, deadline: .now + timeout)
        } else {
            transport = try EncryptedTransport(to: url, timeout: timeout)
        }
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
        let transport = try open()
        var sent = 0
        while sent < bytes.count {
            let count = try bytes.withUnsafeBytes { buffer in
                Result { () throws(CurlError) in
                    try transport.send(UnsafeRawBufferPointer(rebasing: buffer[sent...]))
                }
            }.get()
            sent += count
            if count > 0 { continue }
            try transport.wait(for: isAnswerAwaited ? POLLOUT | POLLIN : POLLOUT, until: deadline)
            if isAnswerAwaited && hasNews { return }
        }
    }

    /// Whether the server has sent something that was not received yet, or closed the connection.
    package var hasNews: Bool {
        guard let transport else { return true }
        var socket = pollfd(fd: transport.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&socket, 1, 0) > 0
    }

    /// Waits for bytes and appends those that are there. Returns how many; 0 says that the server has closed.
    ///
    /// After an error for a deadline that has passed, it may be called again.
    package func receive(
        into buffer: inout [UInt8],
        deadline: ContinuousClock.Instant? = nil
    ) throws(CurlError) -> Int {
        let transport = try open()
        // Encrypted bytes may have been read ahead, where no wait sees them; what is plain is rarely there already.
        if deadline != nil && !transport.readsAhead { try transport.wait(for: POLLIN, until: deadline) }
        while true {
            let count = try withUnsafeTemporaryAllocation(byteCount: 16384, alignment: 1) { room in
                Result { () throws(CurlError) in
                    let count = try transport.receive(room, waits: deadline == nil)
                    buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: room[..<(count ?? 0)]))
                    return count
                }
            }.get()
            if let count { return count }
            try transport.wait(for: POLLIN, until: deadline)
        }
    }

    private func open() throws(CurlError) -> any Transport {
        guard let transport else { throw CurlError(CURLE_RECV_ERROR, detail: "the connection was closed") }
        return transport
    }

    /// Ends the connection. Nothing can be sent or received any more.
    package func close() { transport = nil }
}
