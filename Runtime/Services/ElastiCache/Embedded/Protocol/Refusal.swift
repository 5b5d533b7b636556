/// Why a command is not carried out, in Redis's words.
struct Refusal: Error {
    var text: String

    init(_ text: String) { self.text = text }

    static let wrongType = Refusal("WRONGTYPE Operation against a key holding the wrong kind of value")
    static let syntax = Refusal("ERR syntax error")
    static let notInteger = Refusal("ERR value is not an integer or out of range")
    static let notFloat = Refusal("ERR value is not a valid float")
    static let notPositive = Refusal("ERR value is out of range, must be positive")
    static let noSuchKey = Refusal("ERR no such key")
    static let indexOutOfRange = Refusal("ERR index out of range")
    static let overflow = Refusal("ERR increment or decrement would overflow")
    static let notNumber = Refusal("ERR increment would produce NaN or Infinity")
    static let notScore = Refusal("ERR resulting score is not a number (NaN)")
    static let tooLong = Refusal("ERR string exceeds maximum allowed size (proto-max-bulk-len)")
    static let invalidCursor = Refusal("ERR invalid cursor")
    static let notRange = Refusal("ERR min or max is not a float")
    static let notStringRange = Refusal("ERR min or max not valid string range item")
    static let databaseOutOfRange = Refusal("ERR DB index is out of range")
    static let outOfMemory = Refusal("OOM command not allowed when used memory > 'maxmemory'.")

    static func invalidExpiry(_ command: String) -> Refusal {
        Refusal("ERR invalid expire time in '\(command)' command")
    }

    static func wrongArity(_ command: String) -> Refusal {
        Refusal("ERR wrong number of arguments for '\(command)' command")
    }

    static func unknownSubcommand(_ name: Bytes, of command: String) -> Refusal {
        Refusal("ERR unknown subcommand '\(Self.printable(name, 128))'. Try \(command.uppercased()) HELP.")
    }

    /// As much of the arguments is repeated as Redis repeats.
    static func unknownCommand(_ words: [Bytes]) -> Refusal {
        var arguments = ""
        for word in words.dropFirst() where arguments.utf8.count < 128 {
            arguments += "'\(printable(word, 128 - arguments.utf8.count))' "
        }
        let name = printable(words.first ?? [], 128)
        return Refusal("ERR unknown command '\(name)', with args beginning with: \(arguments)")
    }

    /// As C prints a text of limited length; what would end the line is a blank.
    private static func printable(_ bytes: Bytes, _ limit: Int) -> String {
        let text = bytes.prefix { $0 != 0 }.prefix(max(0, limit)).map { $0 == 0x0D || $0 == 0x0A ? 0x20 : $0 }
        return String(decoding: text, as: UTF8.self)
    }
}
