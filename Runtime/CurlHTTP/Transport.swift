#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import CCurl

/// What carries a connection's bytes. Its own end closes the connection.
protocol Transport: AnyObject {
    /// The socket, for waiting.
    var descriptor: Int32 { get }
    /// Bytes that have come may be here while the socket has none.
    var readsAhead: Bool { get }

    /// How much was taken; 0 when there is no room at the moment.
    func send(_ bytes: UnsafeRawBufferPointer) throws(CurlError) -> Int
    /// How much has come, 0 being the end; `nil` when nothing is there at the moment. With `waits` it may wait for something.
    func receive(_ room: UnsafeMutableRawBufferPointer, waits: Bool) throws(CurlError) -> Int?
}

extension Transport {
    /// Waits until the socket can do one of `events` or is broken.
    func wait(for events: Int32, until deadline: ContinuousClock.Instant?) throws(CurlError) {
        while true {
            let left = deadline.map { Int32(clamping: max(.zero, $0 - .now).milliseconds) } ?? -1
            var socket = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            let ready = poll(&socket, 1, left)
            if ready > 0 { return }
            if ready == 0 { throw CurlError(CURLE_OPERATION_TIMEDOUT, detail: "Timeout was reached") }
            if errno != EINTR { throw .system(CURLE_RECV_ERROR, errno) }
        }
    }
}
