import Dispatch
import HTTPListener
import Synchronization
import Time
import Wire

#if canImport(Glibc)
    import Glibc
#endif

/// A listener that gets the bytes on a connection of their own, all at once or in two pieces, and nothing behind them.
final class Connections: Sendable {
    static let shared = Connections()

    private struct Echo: HTTPHandler {
        func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
            respond(HTTPResponse(headers: ["X-Target": request.target], body: request.body))
        }

        func bodyLimit(of request: HTTPRequest) -> Int { 1_000 }
    }

    private let loop = EventLoopThread()
    private let port: Int

    private init() {
        let bound = Mutex<Int?>(nil)
        let isBound = DispatchSemaphore(value: 0)
        HTTPListener.bind(on: loop, host: "127.0.0.1", port: 0, time: ManualTime(), handler: Echo()) { result in
            bound.withLock { $0 = try? result.get().port }
            // The listener lives as long as its channel is open.
            isBound.signal()
        }
        isBound.wait()
        port = bound.withLock { $0 } ?? 0
    }

    func run(_ bytes: [UInt8]) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        // An end without a second handshake to wait for: there are only so many ports.
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        let cut = bytes.count / 2 * Int(bytes.last.map { $0 & 1 } ?? 0)
        for piece in [bytes[..<cut], bytes[cut...]] where !piece.isEmpty {
            _ = piece.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
        shutdown(descriptor, Int32(SHUT_WR))
        check(descriptor)
    }

    /// The listener answers in HTTP or not at all, and ends the connection.
    private func check(_ descriptor: Int32) {
        var first = true
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0 { require(errno != EAGAIN, "the connection does not end") }
            if count <= 0 { return }
            if first { require(buffer[..<min(count, 5)].elementsEqual("HTTP/".utf8.prefix(count)), "no HTTP") }
            first = false
        }
    }
}
