/// A YAML text in which members may stand more than once: as CloudFormation has it, the last one counts.
///
/// The parser takes no such text. What does not count gets a name of its own in the text, and is left out of the tree.
struct RepeatedMembers {
    private(set) var text: String
    private var count = 0

    /// Stands before and behind the number of a member that does not count.
    private static let mark: Character = "\u{E000}"
    private static let most = 100

    init(_ text: String) { self.text = text }

    /// Gives a new name to the member at a place; `false` where that cannot be done.
    mutating func rename(at position: SourcePosition) -> Bool {
        guard count < Self.most, count > 0 || !text.contains(Self.mark) else { return false }
        let scalars = text.unicodeScalars
        var (index, line) = (scalars.startIndex, 1)
        while line < position.line, index < scalars.endIndex {
            if scalars[index] == "\n" { line += 1 }
            index = scalars.index(after: index)
        }
        guard let start = scalars.index(index, offsetBy: position.column - 1, limitedBy: scalars.endIndex),
            start < scalars.endIndex
        else { return false }
        count += 1
        let isQuoted = scalars[start] == "\"" || scalars[start] == "'"
        let place = isQuoted ? scalars.index(after: start) : start
        text.insert(contentsOf: "\(Self.mark)\(count)\(Self.mark)", at: place)
        return true
    }

    /// What a member was called that does not count; `nil` for all others.
    static func formerName(_ name: String) -> String? {
        guard name.first == mark, let end = name.dropFirst().firstIndex(of: mark) else { return nil }
        return String(name[name.index(after: end)...])
    }
}
