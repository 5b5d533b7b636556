/// Why a command has no answer that could be used.
public struct RedisError: Error, Hashable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// `REDIS_URL` is missing or is no address of a Redis.
        case configuration
        /// The command cannot be sent over a connection that others use as well.
        case unsuitableCommand
        /// No connection came about, or it broke; whether the command was carried out is not known.
        case connection
        /// The time was up; whether the command was carried out is not known.
        case timeout
        /// The server refused the command. `code` is the first word of its text, such as `ERR` or `WRONGTYPE`.
        case server(code: String)
        /// The server sent what no Redis sends, or another kind of reply than the command has.
        case unexpectedReply
        /// The task was cancelled; whether the command was carried out is not known.
        case cancelled
    }

    public var kind: Kind
    /// For a refusal, the server's text word for word.
    public var message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { "Redis: \(message)" }

    /// A refusal, from its text behind the `-`.
    init(refusal text: String) {
        self.init(.server(code: String(text.prefix { $0 != " " })), text)
    }

    static let cancelled = RedisError(.cancelled, "the task was cancelled")
}
