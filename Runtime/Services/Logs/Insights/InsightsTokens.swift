/// The words and signs of a query.
struct InsightsTokens {
    enum Token: Hashable {
        case word(String)
        /// A field in backticks.
        case name(String)
        case quoted(String)
        /// A regular expression between slashes.
        case regex(String)
        case sign(String)
    }

    private struct Placed {
        var token: Token
        var range: Range<String.Index>
    }

    private let text: String
    private var rest: ArraySlice<Placed>
    private var lastEnd: String.Index

    init(_ text: String) throws(InsightsError) {
        self.text = text
        lastEnd = text.startIndex
        var (tokens, verb): ([Placed], Token?) = ([], nil)
        var characters = text[...]
        while let first = characters.first {
            let start = characters.startIndex
            let token: Token
            switch first {
            case _ where first.isWhitespace:
                characters.removeFirst()
                continue
            case "#":
                characters = characters.drop { !$0.isNewline }
                continue
            case "\"", "'": token = .quoted(try Self.delimited(&characters))
            case "`": token = .name(try Self.delimited(&characters))
            case "/" where Self.takesRegex(tokens.last?.token, verb): token = .regex(try Self.delimited(&characters))
            case _ where Self.isOfWord(first):
                let word = characters.prefix(while: Self.isOfWord)
                characters = characters.dropFirst(word.count)
                token = .word(String(word))
            default:
                let sign = ["!=", "<=", ">=", "=~"].first { characters.hasPrefix($0) } ?? String(first)
                characters = characters.dropFirst(sign.count)
                token = .sign(sign)
            }
            verb = token == .sign("|") ? nil : verb ?? token
            tokens.append(Placed(token: token, range: start..<characters.startIndex))
        }
        rest = tokens[...]
    }

    /// A slash begins a regular expression where a pattern is due, and divides everywhere else.
    private static func takesRegex(_ previous: Token?, _ verb: Token?) -> Bool {
        if case .word(let verb)? = verb, verb.lowercased() == "parse" { return true }
        if case .word(let word)? = previous { return word.lowercased() == "like" }
        return previous == .sign("=~")
    }

    private static func isOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "@_.".contains(character)
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

    // MARK: Reading

    var isAtEnd: Bool { rest.isEmpty }

    var first: Token? { rest.first?.token }

    /// Where the next token begins; `source(from:)` tells what has been read since.
    var position: String.Index { rest.first?.range.lowerBound ?? text.endIndex }

    func source(from start: String.Index) -> String { start < lastEnd ? String(text[start..<lastEnd]) : "" }

    mutating func next() -> Token? {
        guard let first = rest.popFirst() else { return nil }
        lastEnd = first.range.upperBound
        return first.token
    }

    mutating func take(_ sign: String) -> Bool {
        guard first == .sign(sign) else { return false }
        _ = next()
        return true
    }

    mutating func takeWord(_ word: String) -> Bool {
        guard case .word(let text)? = first, text.lowercased() == word else { return false }
        _ = next()
        return true
    }

    mutating func need(_ sign: String) throws(InsightsError) {
        if !take(sign) { throw unexpected(expected: sign) }
    }

    mutating func field() throws(InsightsError) -> String {
        switch first {
        case .word(let name)?, .name(let name)?:
            _ = next()
            return name
        default: throw unexpected(expected: "a field")
        }
    }

    func unexpected(expected: String) -> InsightsError {
        guard let first = rest.first else { return InsightsError("unexpected end of the query, expected \(expected)") }
        return InsightsError("unexpected symbol found \(text[first.range]), expected \(expected)")
    }
}
