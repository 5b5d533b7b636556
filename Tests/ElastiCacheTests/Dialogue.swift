@testable import ElastiCache

/// Commands and what Redis 7.0 replies to them, on an empty server.
///
/// Commands stand behind `> `, as they are typed; replies as they come over the wire, a line end for CR and LF. What
/// `HELLO` says of the connection's number reads as 0.
struct Dialogue: Sendable, CustomStringConvertible {
    struct Exchange: Sendable {
        var command: String
        var reply: String
    }

    var description: String
    var exchanges: [Exchange] = []

    init(_ name: String, _ text: String) {
        description = name
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("> ") {
                exchanges.append(Exchange(command: String(line.dropFirst(2)), reply: ""))
            } else if let last = exchanges.indices.last {
                exchanges[last].reply += line + "\r\n"
            }
        }
    }

    static let all = [
        strings, counters, keys, hashes, sortedSets, lists, sets, transactions, connection, versionThree,
    ]

    /// All commands, as arrays of strings, and one that ends the connection.
    var request: [UInt8] {
        (exchanges.map(\.command) + ["QUIT"]).flatMap { command in
            let words = InlineCommand.words(Array(command.utf8)[...]) ?? []
            return Array("*\(words.count)\r\n".utf8) + words.flatMap { Array("$\($0.count)\r\n".utf8) + $0 + [13, 10] }
        }
    }

    /// The first command whose reply is not the expected one, and what came instead; `nil` when all are.
    func difference(from received: [UInt8]) -> String? {
        var rest = Self.withoutNumber(String(decoding: received, as: UTF8.self))[...]
        for exchange in exchanges {
            guard rest.utf8.starts(with: exchange.reply.utf8) else {
                return "\(exchange.command): \(exchange.reply.debugDescription) expected, "
                    + "\(rest.prefix(exchange.reply.count + 80).debugDescription) received"
            }
            rest = rest[rest.utf8.index(rest.startIndex, offsetBy: exchange.reply.utf8.count)...]
        }
        return rest == "+OK\r\n" ? nil : "more came than was asked for: \(rest.debugDescription)"
    }

    private static func withoutNumber(_ text: String) -> String {
        let parts = text.split(separator: "$2\r\nid\r\n:", omittingEmptySubsequences: false)
        return ([String(parts[0])] + parts.dropFirst().map { "0" + $0.drop { $0.isNumber } })
            .joined(separator: "$2\r\nid\r\n:")
    }
}
