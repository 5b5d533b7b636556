/// A command that works on the server or on the connection, not on keys alone.
struct ServerCommand: Sendable {
    typealias Body = @Sendable (inout RedisServer, Call, inout Exchange) throws(Refusal) -> Reply

    var name: String
    /// How many words, the name included; at least so many where it is negative.
    var arity: Int
    /// `MONITOR` does not show it.
    var isSecret: Bool
    /// The words that may follow, with the arity of each.
    var subcommands: [String: Int]
    var body: Body

    init(
        _ name: String,
        _ arity: Int,
        isSecret: Bool = false,
        subcommands: [String: Int] = [:],
        _ body: @escaping Body
    ) {
        self.name = name
        self.arity = arity
        self.isSecret = isSecret
        self.subcommands = subcommands
        self.body = body
    }

    static let all: [String: ServerCommand] = Dictionary(
        uniqueKeysWithValues: [connection, transactions, administration].flatMap { $0 }.map { ($0.name, $0) }
    )

    func checkSubcommand(_ call: Call) throws(Refusal) {
        guard !subcommands.isEmpty, call.count > 1 else { return }
        guard let arity = subcommands[call[1].lowercased] else { throw .unknownSubcommand(call[1], of: name) }
        let accepts = arity >= 0 ? call.count == arity : call.count >= -arity
        guard accepts else { throw .wrongArity("\(name)|\(call[1].lowercased)") }
    }
}
