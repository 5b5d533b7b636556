import RegularExpressions

/// The command `parse`: new fields out of a text.
struct InsightsPattern: Sendable {
    private enum Form {
        /// What stands between the asterisks.
        case glob([String], names: [String])
        case regex(RegularExpression)
    }

    private let source: InsightsExpression
    private let form: Form

    /// Reads `[source] "glob" as field, …` or `[source] /regex/`; without a source it is the message.
    init(_ parser: inout InsightsParser) throws(InsightsError) {
        switch parser.tokens.first {
        case .quoted?, .regex?: source = .field("@message")
        default: source = .field(try parser.tokens.field())
        }
        switch parser.tokens.next() {
        case .quoted(let glob)?: form = try Self.glob(glob, &parser)
        case .regex(let regex)?:
            let expression = try InsightsParser.expression(regex)
            guard !expression.groupNames.isEmpty else { throw InsightsError("/\(regex)/ has no named group") }
            form = .regex(expression)
        default: throw parser.tokens.unexpected(expected: "a pattern")
        }
    }

    private static func glob(_ glob: String, _ parser: inout InsightsParser) throws(InsightsError) -> Form {
        guard parser.tokens.takeWord("as") else { throw parser.tokens.unexpected(expected: "as") }
        var names = [try parser.tokens.field()]
        while parser.tokens.take(",") { names.append(try parser.tokens.field()) }
        let pieces = glob.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        guard names.count == pieces.count - 1 else {
            throw InsightsError("parse has \(pieces.count - 1) asterisks and \(names.count) fields")
        }
        return .glob(pieces, names: names)
    }

    /// The new fields; none where the pattern does not fit.
    func fields(_ row: InsightsRow, _ context: InsightsContext) -> [(name: String, value: InsightsValue)] {
        guard let text = source.value(row, context)?.shown else { return [] }
        switch form {
        case .glob(let pieces, let names):
            return zip(names, Self.match(text, pieces) ?? []).map { ($0, .text($1)) }
        case .regex(let regex):
            guard let groups = regex.namedGroups(in: text) else { return [] }
            return regex.groupNames.compactMap { name in groups[name].map { (name, .text($0)) } }
        }
    }

    /// What the asterisks stand for: as little as can be, but all of the rest where one is the last.
    private static func match(_ text: String, _ pieces: [String]) -> [String]? {
        guard let first = text.firstRange(of: pieces[0]) ?? (pieces[0].isEmpty ? text.emptyStart : nil) else {
            return nil
        }
        var (rest, found) = (text[first.upperBound...], [String]())
        for (index, piece) in pieces.enumerated().dropFirst() {
            if piece.isEmpty {
                let isLast = index == pieces.count - 1
                found.append(isLast ? String(rest) : "")
                continue
            }
            guard let range = rest.firstRange(of: piece) else { return nil }
            found.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return found
    }
}

extension String {
    fileprivate var emptyStart: Range<Index> { startIndex..<startIndex }
}
