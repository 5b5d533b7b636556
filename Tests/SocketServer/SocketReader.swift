#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads requests from a connection.
struct SocketReader {
    let descriptor: Int32
    private var buffer: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// `nil` when the connection ends.
    mutating func request(withBody: Bool = true) -> SocketServer.Request? {
        var request = SocketServer.Request()
        guard let start = line() else { return nil }
        let words = start.split(separator: " ")
        guard words.count == 3 else { return nil }
        (request.method, request.path) = (String(words[0]), String(words[1]))
        guard let headers = fields() else { return nil }
        request.headers = headers
        guard withBody else { return request }
        if headers["transfer-encoding"] == "chunked" {
            while let size = line().flatMap({ Int($0, radix: 16) }), size > 0 {
                guard let chunk = bytes(size), line() != nil else { return nil }
                request.body += chunk
            }
            guard let trailers = fields() else { return nil }
            request.trailers = trailers
        } else if let count = headers["content-length"].flatMap({ Int($0) }) {
            guard let body = bytes(count) else { return nil }
            request.body = body
        }
        return request
    }

    private mutating func fields() -> [String: String]? {
        var fields: [String: String] = [:]
        while let line = line() {
            guard !line.isEmpty else { return fields }
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            fields[line[..<colon].lowercased()] = String(value)
        }
        return nil
    }

    private mutating func line() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                let line = String(decoding: buffer[..<end].filter { $0 != 0x0D }, as: UTF8.self)
                buffer.removeSubrange(...end)
                return line
            }
            guard fill() else { return nil }
        }
    }

    private mutating func bytes(_ count: Int) -> [UInt8]? {
        while buffer.count < count { guard fill() else { return nil } }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    private mutating func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk[..<count]
        return true
    }

    /// Returns when the client has closed, however much it has sent that was not read.
    func waitForEnd() {
        let peerHasClosed: Int16 = 0x2000  // POLLRDHUP
        var socket = pollfd(fd: descriptor, events: peerHasClosed, revents: 0)
        while poll(&socket, 1, -1) < 0 && errno == EINTR {}
    }

    func send(_ response: SocketServer.Response) {
        var head = "HTTP/1.1 \(response.status) X\r\nContent-Length: \(response.body.count)\r\n"
        for (name, value) in response.headers { head += "\(name): \(value)\r\n" }
        let bytes = Array("\(head)\r\n".utf8) + response.body
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
