/// A regular expression, read once, that answers in time proportional to expression × text whatever the two are.
///
/// Its words are what Java's and ECMAScript's expressions share; `RegularExpressionParser` has the grammar. Texts are
/// looked at by Unicode scalars. What no machine without memory can answer, such as references back to what a group has
/// matched, is refused where the expression is read.
package struct RegularExpression: Sendable {
    /// As it was written.
    package let text: String
    /// Of the named groups, in the order in which they begin.
    package let groupNames: [String]
    /// By name, which pair of slots tells where a group begins and ends.
    private let groups: [String: Int]
    let program: Program
    /// Lookaheads and lookbehinds, those within others before them.
    let looks: [Program]

    package init(_ text: String) throws(RegularExpressionError) {
        var parser = RegularExpressionParser(text)
        let node = try parser.expression()
        let size = parser.looks.map(\.node).reduce(node.size) { $0 + $1.size }
        guard size <= RegularExpressionError.sizeLimit else { throw .tooLarge }
        self.text = text
        groups = parser.groups
        groupNames = parser.groups.sorted { $0.value < $1.value }.map(\.key)
        program = Program(node, isBackward: false)
        looks = parser.looks.map { Program($0.node, isBackward: !$0.isBehind) }
    }

    /// Whether it matches the text from beginning to end.
    package func matchesWhole(_ text: String) -> Bool {
        var machine = Machine(self, text)
        return machine.matchesWhole()
    }

    /// Whether it matches somewhere in the text.
    package func matches(in text: String) -> Bool {
        var machine = Machine(self, text)
        return machine.matchesSomewhere()
    }

    /// What the named groups have matched in the first match, of those that took part in it; `nil` without a match.
    package func namedGroups(in text: String) -> [String: String]? {
        var machine = Machine(self, text)
        guard let slots = machine.firstMatch() else { return nil }
        let scalars = Array(text.unicodeScalars)
        return groups.compactMapValues { group in
            guard let start = slots[2 * group], let end = slots[2 * group + 1] else { return nil }
            var matched = String.UnicodeScalarView()
            matched.append(contentsOf: scalars[start..<end])
            return String(matched)
        }
    }
}

extension RegularExpression: Hashable {
    package static func == (lhs: Self, rhs: Self) -> Bool { lhs.text == rhs.text }

    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
