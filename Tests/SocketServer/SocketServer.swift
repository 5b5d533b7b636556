#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Synchronization

/// A small HTTP/1.1 server on plain sockets, one thread per connection, for tests of clients.
package final class SocketServer: Sendable {
    package struct Request: Sendable {
        package var method = ""
        package var path = ""
        /// Names in lower case.
        package var headers: [String: String] = [:]
        package var body: [UInt8] = []
        /// Behind a chunked body; names in lower case.
        package var trailers: [String: String] = [:]
        /// Counts from 0 in the order they were accepted.
        package var connection = 0

        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    package struct Response: Sendable {
        package var status: Int
        package var headers: [(String, String)]
        package var body: [UInt8]

        package init(_ status: Int, headers: [(String, String)] = [], _ body: String = "") {
            self.status = status
            self.headers = headers
            self.body = Array(body.utf8)
        }
    }

    /// What is answered; `nil` closes the connection without an answer.
    package typealias Handler = @Sendable (Request) -> Response?

    private struct State {
        var requests: [Request] = []
        var descriptors: [Int32] = []
        var accepted = 0
    }

    package let port: Int
    private let listener: Int32
    private let handler: Handler
    private let answersHeads: Bool
    private let state = Mutex(State())

    package var address: String { "127.0.0.1:\(port)" }
    package var url: String { "http://\(address)" }
    /// All that came, in order.
    package var requests: [Request] { state.withLock(\.requests) }

    /// With `answersHeads` it answers one request on each connection before it has read the body, which it never does.
    package init(answersHeads: Bool = false, _ handler: @escaping Handler) {
        self.handler = handler
        self.answersHeads = answersHeads
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        port = Self.bindAnyPort(listener)
        Self.thread { [self] in acceptAll() }
    }

    private static func bindAnyPort(_ listener: Int32) -> Int {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(bind(listener, $0, length) == 0 && listen(listener, 128) == 0, "no port")
                getsockname(listener, $0, &length)
            }
        }
        return Int(address.sin_port.bigEndian)
    }

    /// Refuses new connections and cuts those there are.
    package func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        for descriptor in state.withLock(\.descriptors) { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    private func acceptAll() {
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            let number = state.withLock { state in
                state.descriptors.append(descriptor)
                state.accepted += 1
                return state.accepted - 1
            }
            Self.thread { [self] in serve(SocketReader(descriptor: descriptor), number) }
        }
        _ = Glibc.close(listener)
    }

    private func serve(_ reader: SocketReader, _ connection: Int) {
        var reader = reader
        while var request = reader.request(withBody: !answersHeads) {
            request.connection = connection
            state.withLock { $0.requests.append(request) }
            guard let response = handler(request) else { break }
            reader.send(response)
            if answersHeads { reader.waitForEnd() }
            if answersHeads || response.headers.contains(where: { $0 == ("Connection", "close") }) { break }
        }
        state.withLock { $0.descriptors.removeAll { $0 == reader.descriptor } }
        _ = Glibc.close(reader.descriptor)
    }

    private static func thread(_ body: @escaping @Sendable () -> Void) {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Box(body)).toOpaque()
        pthread_create(
            &thread,
            nil,
            { context in
                if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            },
            context
        )
        pthread_detach(thread)
    }
}
