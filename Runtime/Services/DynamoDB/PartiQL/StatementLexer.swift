/// One piece of a PartiQL statement.
struct StatementToken: Sendable {
    enum Kind: Sendable {
        /// A bare word: a keyword, a function, or a name.
        case word
        /// A name in double quotes.
        case name
        /// A text in single quotes.
        case text
        case number
        /// `?`, for a value of the request.
        case parameter
        case symbol
        case end
    }

    var kind: Kind
    /// Without quotes.
    var text: String
    /// In characters, from 1.
    var column: Int
}

/// Splits a PartiQL statement into tokens.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.data-types.html
struct StatementLexer {
    private let characters: [Character]
    private var position = 0

    static func tokens(_ statement: String) throws(StatementError) -> [StatementToken] {
        var lexer = StatementLexer(characters: Array(statement))
        var tokens: [StatementToken] = []
        while let token = try lexer.next() { tokens.append(token) }
        return tokens + [StatementToken(kind: .end, text: "", column: lexer.position + 1)]
    }

    private init(characters: [Character]) { self.characters = characters }

    private mutating func next() throws(StatementError) -> StatementToken? {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
        guard position < characters.count else { return nil }
        let column = position + 1
        let (kind, text) = try read()
        return StatementToken(kind: kind, text: text, column: column)
    }

    private mutating func read() throws(StatementError) -> (StatementToken.Kind, String) {
        switch characters[position] {
        case "'": return (.text, try quoted())
        case "\"": return (.name, try quoted())
        case "?":
            position += 1
            return (.parameter, "?")
        case let first where first.isASCII && (first.isLetter || first == "_"):
            return (.word, take { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        case let first where first.isASCII && first.isNumber: return (.number, number())
        default: return (.symbol, try symbol())
        }
    }

    /// A quote within stands twice.
    private mutating func quoted() throws(StatementError) -> String {
        let (quote, start) = (characters[position], position)
        var text = ""
        position += 1
        while position < characters.count {
            let character = characters[position]
            position += 1
            guard character == quote else {
                text.append(character)
                continue
            }
            guard position < characters.count, characters[position] == quote else { return text }
            text.append(quote)
            position += 1
        }
        throw .malformed("Unterminated quotation at column \(start + 1)")
    }

    private mutating func number() -> String {
        var text = take { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard position < characters.count, "eE".contains(characters[position]) else { return text }
        text.append("E")
        position += 1
        if position < characters.count, "+-".contains(characters[position]) {
            text.append(characters[position])
            position += 1
        }
        return text + take { $0.isASCII && $0.isNumber }
    }

    private mutating func symbol() throws(StatementError) -> String {
        let pair = String(characters[position..<min(position + 2, characters.count)])
        let text = ["<=", ">=", "<>", "!=", "<<", ">>"].contains(pair) ? pair : String(characters[position])
        guard text.count == 2 || "=<>()[]{}.,:+-*;".contains(text) else {
            throw .malformed("Unexpected character '\(text)' at column \(position + 1)")
        }
        position += text.count
        return text
    }

    private mutating func take(while condition: (Character) -> Bool) -> String {
        let start = position
        while position < characters.count, condition(characters[position]) { position += 1 }
        return String(characters[start..<position])
    }
}
