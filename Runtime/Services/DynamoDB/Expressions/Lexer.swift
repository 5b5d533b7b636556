/// One piece of an expression.
struct Token: Sendable {
    enum Kind: Sendable {
        /// A bare word: a keyword, a function or an attribute name.
        case word
        /// `#name`.
        case name
        /// `:value`.
        case value
        /// Digits, as in `[3]`.
        case number
        /// Punctuation and operators.
        case symbol
        case end
    }

    var kind: Kind
    var text: String
    /// Where it stands in the expression, in bytes.
    var range: Range<Int>
}

/// What is wrong with an expression, in AWS's words, without the words that say which expression it is.
struct ExpressionError: Error {
    var message: String
}

/// Splits an expression into tokens.
///
///     word   := letter { letter | digit | "_" }
///     name   := "#" { letter | digit | "_" }
///     value  := ":" { letter | digit | "_" }
///     number := digit { digit }
///     symbol := "<=" | ">=" | "<>" | "=" | "<" | ">" | "(" | ")" | "[" | "]" | "." | "," | "+" | "-"
enum Lexer {
    static func tokens(_ bytes: [UInt8]) throws(ExpressionError) -> [Token] {
        var tokens: [Token] = []
        tokens.reserveCapacity(bytes.count / 4 + 2)
        var position = 0
        while position < bytes.count {
            if isSpace(bytes[position]) {
                position += 1
                continue
            }
            let (kind, end) = next(bytes, position)
            let token = Token(kind: kind ?? .symbol, text: text(bytes, position..<end), range: position..<end)
            tokens.append(token)
            guard kind != nil else {
                if let start = bytes[end...].firstIndex(where: { !isSpace($0) }) {
                    let range = start..<next(bytes, start).end
                    tokens.append(Token(kind: .symbol, text: text(bytes, range), range: range))
                    throw syntaxError(bytes, tokens, tokens.count - 2)
                }
                throw syntaxError(bytes, tokens, tokens.count - 1)
            }
            position = end
        }
        tokens.append(Token(kind: .end, text: "<EOF>", range: bytes.count..<bytes.count))
        return tokens
    }

    private static func next(_ bytes: [UInt8], _ start: Int) -> (kind: Token.Kind?, end: Int) {
        switch bytes[start] {
        case let byte where isWordStart(byte): return (.word, endOfWord(bytes, start + 1))
        case UInt8(ascii: "#"): return (.name, endOfWord(bytes, start + 1))
        case UInt8(ascii: ":"): return (.value, endOfWord(bytes, start + 1))
        case let byte where isDigit(byte):
            return (.number, bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count)
        case UInt8(ascii: "<"):
            let isLong =
                start + 1 < bytes.count
                && (bytes[start + 1] == UInt8(ascii: "=") || bytes[start + 1] == UInt8(ascii: ">"))
            return (.symbol, start + (isLong ? 2 : 1))
        case UInt8(ascii: ">"):
            return (.symbol, start + (start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "=") ? 2 : 1))
        case let byte where "=()[].,+-".utf8.contains(byte): return (.symbol, start + 1)
        case let byte where byte >= 0x80:
            return (nil, bytes[(start + 1)...].firstIndex { $0 & 0xC0 != 0x80 } ?? bytes.count)
        default: return (nil, start + 1)
        }
    }

    /// The text of a syntax error at a token, with its neighbours.
    static func syntaxError(_ bytes: [UInt8], _ tokens: [Token], _ index: Int) -> ExpressionError {
        let token = tokens[index]
        let start = index > 0 ? tokens[index - 1].range.lowerBound : token.range.lowerBound
        let end = index + 1 < tokens.count ? tokens[index + 1].range.upperBound : token.range.upperBound
        return ExpressionError(message: "Syntax error; token: \"\(token.text)\", near: \"\(text(bytes, start..<end))\"")
    }

    private static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private static func endOfWord(_ bytes: [UInt8], _ start: Int) -> Int {
        bytes[start...].firstIndex { !isWordStart($0) && !isDigit($0) && $0 != UInt8(ascii: "_") } ?? bytes.count
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isWordStart(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
