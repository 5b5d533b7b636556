/// The words and signs of one command of a query.
struct InsightsTokens {
    enum Token: Hashable {
        case word(String)
        case quoted(String)
        /// A regular expression between slashes.
        case regex(String)
        case sign(String)

        var text: String {
            switch self {
            case .word(let text), .quoted(let text), .regex(let text), .sign(let text): text
            }
        }
    }

    private var rest: ArraySlice<Token>

    init(_ command: String) throws(InsightsError) {
        var tokens: [Token] = []
        var characters = Substring(command)
        while let first = characters.first {
            switch first {
            case _ where first.isWhitespace: characters.removeFirst()
            case "\"", "'", "`", "/":
                let text = try Self.delimited(&characters)
                tokens.append(first == "/" ? .regex(text) : first == "`" ? .word(text) : .quoted(text))
            case _ where Self.isOfWord(first):
                let word = characters.prefix(while: Self.isOfWord)
                characters = characters.dropFirst(word.count)
                tokens.append(.word(String(word)))
            default:
                let sign = ["!=", "<=", ">=", "=~"].first { characters.hasPrefix($0) } ?? String(first)
                characters = characters.dropFirst(sign.count)
                tokens.append(.sign(sign))
            }
        }
        rest = tokens[...]
    }

    private static func isOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "@_.-".contains(character)
    }

    /// What stands between a delimiter, which comes first, and the next of its kind; `\` takes its meaning away.
    private static func delimited(_ characters: inout Substring) throws(InsightsError) -> String {
        let delimiter = characters.removeFirst()
        var text = ""
        while let next = characters.popFirst() {
            if next == delimiter { return text }
            if next == "\\", let escaped = characters.popFirst() {
                text += escaped == delimiter ? String(escaped) : "\\\(escaped)"
            } else {
                text.append(next)
            }
        }
        throw InsightsError("\(delimiter) is not closed")
    }

    /// The commands of a query, which `|` divides.
    static func commands(_ text: String) -> [String] {
        var commands = [""]
        var open: Character?
        for character in text {
            if character == "|", open == nil {
                commands.append("")
                continue
            }
            if open == character { open = nil } else if open == nil, "\"'`/".contains(character) { open = character }
            commands[commands.count - 1].append(character)
        }
        return commands.filter { !$0.allSatisfy(\.isWhitespace) }
    }

    var first: Token? { rest.first }

    mutating func next() -> Token? { rest.popFirst() }

    mutating func take(_ sign: String) -> Bool {
        guard rest.first == .sign(sign) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func takeWord(_ word: String) -> Bool {
        guard case .word(let text)? = rest.first, text.lowercased() == word else { return false }
        rest.removeFirst()
        return true
    }

    mutating func field() throws(InsightsError) -> String {
        guard case .word(let name)? = next() else { throw InsightsError("a field is missing") }
        return name
    }
}
