import CurlHTTP

/// A connection that is logged in and at the right database. For one thread at a time; of no more use after an error.
final class RedisConnection {
    private let connection: CurlConnection
    private var parser = RESPParser()
    private var received: [UInt8] = []

    /// Connects. Throws what the server has against user, password or database, too.
    init(_ configuration: RedisConfiguration, deadline: ContinuousClock.Instant) throws(RedisError) {
        let url = "\(configuration.usesTLS ? "https" : "http")://\(configuration.host):\(configuration.port)"
        let limit = min(configuration.connectTimeout, deadline - .now)
        guard limit > .zero else { throw RedisError(.timeout, "no connection in time") }
        connection = try Self.telling(configuration) { () throws(CurlError) in
            try CurlConnection(to: url, timeout: limit)
        }
        let greeting = Self.greeting(configuration)
        guard !greeting.isEmpty else { return }
        try send(greeting, deadline: deadline)
        for case .error(let error) in try receive(greeting.count, deadline: deadline) { throw error }
    }

    private static func greeting(_ configuration: RedisConfiguration) -> [RedisCommand] {
        var commands: [RedisCommand] = []
        if let password = configuration.password {
            commands.append(RedisCommand("AUTH", arguments: (configuration.username.map { [$0] } ?? []) + [password]))
        }
        if configuration.database != 0 { commands.append(RedisCommand("SELECT", configuration.database)) }
        return commands
    }

    /// Whether the server has neither closed it nor said something nobody asked for.
    var isAlive: Bool {
        guard parser.isEmpty else { return false }
        do throws(CurlError) {
            _ = try connection.receive(into: &received, deadline: .now)
            return false
        } catch {
            return error.isTimeout
        }
    }

    func send(_ commands: [RedisCommand], deadline: ContinuousClock.Instant) throws(RedisError) {
        var bytes: [UInt8] = []
        for command in commands { command.write(to: &bytes) }
        try Self.telling { () throws(CurlError) in try connection.send(bytes, deadline: deadline) }
    }

    func receive(_ count: Int, deadline: ContinuousClock.Instant) throws(RedisError) -> [RedisValue] {
        var replies: [RedisValue] = []
        while replies.count < count {
            if let reply = try parser.next() {
                replies.append(reply)
                continue
            }
            received.removeAll(keepingCapacity: true)
            let length = try Self.telling { () throws(CurlError) in
                try connection.receive(into: &received, deadline: deadline)
            }
            if length == 0 { throw RedisError(.connection, "the server has closed the connection") }
            parser.append(received)
        }
        return replies
    }

    /// Puts libcurl's failures into Redis's terms.
    private static func telling<Value>(
        _ configuration: RedisConfiguration? = nil,
        _ body: () throws(CurlError) -> Value
    ) throws(RedisError) -> Value {
        do throws(CurlError) {
            return try body()
        } catch {
            let place = configuration.map { "\($0.host):\($0.port): " } ?? ""
            throw RedisError(error.isTimeout ? .timeout : .connection, place + error.reason)
        }
    }
}
