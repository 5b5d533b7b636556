#if canImport(Glibc)
    import Glibc
#endif

/// A client that sends bytes as a test wants them, HTTP or not. Reads wait for at most half a minute.
struct RawClient: ~Copyable {
    private let descriptor: Int32

    init(_ port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw NotConnected() }
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    struct NotConnected: Error {}

    deinit { Glibc.close(descriptor) }

    borrowing func send(_ text: String) { send(Array(text.utf8)) }

    borrowing func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            sent += count
        }
    }

    /// Sends as much as the connection takes at once; `nil` when that is nothing.
    borrowing func sendAtOnce(_ bytes: [UInt8]) -> Int? {
        let count = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        }
        return count > 0 ? count : nil
    }

    borrowing func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// All that comes until the server closes or what came contains `marker`.
    borrowing func receive(until marker: String? = nil) -> String {
        var received = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while marker.map({ !received.contains($0) }) ?? true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { break }
            received += String(decoding: buffer[..<count], as: UTF8.self)
        }
        return received
    }

    /// Reads to the end, or until `limit` bytes have come, and tells how many did.
    borrowing func drain(_ limit: Int = .max) -> Int {
        var total = 0
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while total < limit {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { break }
            total += count
        }
        return total
    }
}
