#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Dispatch
import Synchronization

/// Answers each command with what a test wants: the bytes of a reply, or `nil` to cut the connection.
final class FakeRedis: Sendable {
    struct Command: Sendable {
        var words: [String]
        /// Counts from 0 in the order they were accepted.
        var connection: Int
    }

    private struct State {
        var commands: [Command] = []
        var descriptors: [Int32] = []
    }

    let port: Int
    private let listener: Int32
    private let state = Mutex(State())
    private let answer: @Sendable (Command) -> String?

    var url: String { "redis://127.0.0.1:\(port)" }
    var commands: [Command] { state.withLock(\.commands) }

    init(_ answer: @escaping @Sendable (Command) -> String?) {
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(bind(listener, $0, length) == 0 && listen(listener, 16) == 0, "no port")
                getsockname(listener, $0, &length)
            }
        }
        port = Int(address.sin_port.bigEndian)
        DispatchQueue(label: "fake-redis").async { [self] in acceptAll() }
    }

    /// Refuses new connections and cuts those there are.
    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        cutConnections()
    }

    func cutConnections() {
        for descriptor in state.withLock(\.descriptors) { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    private func acceptAll() {
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            let number = state.withLock { state in
                state.descriptors.append(descriptor)
                return state.descriptors.count - 1
            }
            DispatchQueue(label: "fake-redis-\(number)").async { [self] in serve(descriptor, number) }
        }
    }

    private func serve(_ descriptor: Int32, _ number: Int) {
        guard let file = fdopen(descriptor, "r+") else { return }
        while let words = Self.command(from: file) {
            let command = Command(words: words, connection: number)
            state.withLock { $0.commands.append(command) }
            guard let reply = answer(command) else { break }
            _ = send(descriptor, reply, reply.utf8.count, Int32(MSG_NOSIGNAL))
        }
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    private static func command(from file: UnsafeMutablePointer<FILE>) -> [String]? {
        guard let count = line(from: file).flatMap({ Int($0.dropFirst()) }) else { return nil }
        return (0..<count).map { _ in
            let length = line(from: file).flatMap { Int($0.dropFirst()) } ?? 0
            var bytes = [UInt8](repeating: 0, count: length + 2)
            fread(&bytes, 1, length + 2, file)
            return String(decoding: bytes.prefix(length), as: UTF8.self)
        }
    }

    private static func line(from file: UnsafeMutablePointer<FILE>) -> String? {
        var bytes: [UInt8] = []
        while true {
            let byte = getc(file)
            if byte == EOF { return nil }
            if byte == 0x0A { return String(decoding: bytes.dropLast(), as: UTF8.self) }
            bytes.append(UInt8(truncatingIfNeeded: byte))
        }
    }
}
