/// A piece of an expression or a query.
enum MetricToken: Hashable {
    case word(String)
    /// In double quotes.
    case quoted(String)
    /// In single quotes.
    case text(String)
    case sign(String)

    var shown: String {
        switch self {
        case .word(let text), .quoted(let text), .text(let text), .sign(let text): text
        }
    }

    private static let longSigns = ["||", "&&", "==", "!=", "<=", ">="]

    static func all(_ text: String) throws(MetricExpression.Failure) -> ArraySlice<MetricToken> {
        var (tokens, rest): ([MetricToken], Substring) = ([], Substring(text))
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if first == "\"" || first == "'" {
                let inner = rest.dropFirst().prefix { $0 != first }
                guard inner.endIndex < rest.endIndex else { throw .init(reason: "\(first) is missing") }
                tokens.append(first == "'" ? .text(String(inner)) : .quoted(String(inner)))
                rest = rest[inner.endIndex...].dropFirst()
            } else if isOfWord(first) {
                let word = rest.prefix(while: isOfWord)
                tokens.append(.word(String(word)))
                rest = rest[word.endIndex...]
            } else {
                let sign = longSigns.first { rest.hasPrefix($0) } ?? String(first)
                tokens.append(.sign(sign))
                rest = rest.dropFirst(sign.count)
            }
        }
        return tokens[...]
    }

    private static func isOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_" || character == "."
    }
}
