/// A Redis or Valkey server, over one connection that any number of tasks may use at once.
///
/// The connection is made with the first command, and again after it has broken. A command that may be repeated
/// (`RedisCommand.isIdempotent`) is then sent once more; any other fails with `RedisError.Kind.connection`. Commands
/// handed over by one task one after the other are carried out in that order.
///
/// Of a cluster it talks to the one address it is given: `MOVED` and `CROSSSLOT` are refusals like any other. ElastiCache
/// Serverless has one address and no redirections, but refuses commands whose keys are of several slots.
///
/// ```swift
/// let cache = try RedisClient()  // REDIS_URL
/// try await cache.set("greeting", "hello", expiry: .after(.seconds(600)))
/// ```
public final class RedisClient: Sendable {
    private let worker: RedisWorker

    public init(_ configuration: RedisConfiguration) { worker = RedisWorker(configuration) }

    /// The server that the environment variable `REDIS_URL` names. Nothing is sent yet.
    public convenience init() throws(RedisError) { self.init(try RedisConfiguration()) }

    /// Sends a command and returns its reply. Throws what the server refuses.
    public func send(_ command: RedisCommand) async throws(RedisError) -> RedisValue {
        let replies = try await pipeline([command])
        if case .error(let error)? = replies.first { throw error }
        return replies.first ?? .null
    }

    /// Sends any command: `send("OBJECT", "ENCODING", "key")`. Throws what the server refuses.
    public func send(_ name: String, _ arguments: any RedisArgument...) async throws(RedisError) -> RedisValue {
        try await send(RedisCommand(name, arguments: arguments))
    }

    /// Sends commands in one go and returns their replies in the same order, refusals as `RedisValue.error`. Commands of
    /// other tasks may be carried out in between.
    public func pipeline(_ commands: [RedisCommand]) async throws(RedisError) -> [RedisValue] {
        for command in commands where !command.isSuitable {
            let name = String(decoding: command.arguments[0], as: UTF8.self)
            throw RedisError(.unsuitableCommand, "\(name) changes the connection, which others use as well")
        }
        return commands.isEmpty ? [] : try await worker.send(commands)
    }

    /// Carries out commands between `MULTI` and `EXEC`: all of them, with no other's in between. Returns their replies,
    /// refusals as `RedisValue.error`; throws, when a command could not be queued, what the server said about it, and
    /// then none was carried out. https://redis.io/docs/latest/develop/using-commands/transactions/
    public func transaction(_ commands: [RedisCommand]) async throws(RedisError) -> [RedisValue] {
        for command in commands where !command.isSuitable { _ = try await pipeline([command]) }
        guard !commands.isEmpty else { return [] }
        let replies = try await worker.send([RedisCommand("MULTI")] + commands + [RedisCommand("EXEC")])
        for reply in replies { if case .error(let error) = reply { throw error } }
        return try replies.last?.array() ?? []
    }
}

extension RedisCommand {
    /// Whether one reply comes for it, and the connection is for others what it was before.
    var isSuitable: Bool {
        let first = String(decoding: arguments[0], as: UTF8.self)
        if first == "CLIENT", arguments.count > 1 {
            return String(decoding: arguments[1], as: UTF8.self).uppercased() != "REPLY"
        }
        return !Self.changesConnection.contains(first)
    }

    private static let changesConnection: Set<String> = [
        "MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH", "SELECT", "AUTH", "HELLO", "QUIT", "RESET", "MONITOR", "SYNC",
        "PSYNC", "SUBSCRIBE", "UNSUBSCRIBE", "PSUBSCRIBE", "PUNSUBSCRIBE", "SSUBSCRIBE", "SUNSUBSCRIBE",
    ]
}
