/// What an expression says, as a tree.
indirect enum Node: Sendable {
    case sequence([Node])
    case alternatives([Node])
    case scalar(ScalarSet)
    case assertion(Assertion)
    /// By its place among the expression's lookaheads and lookbehinds.
    case look(Int, isNegated: Bool)
    /// `number` counts from 0.
    case group(Node, number: Int)
    /// Without `most` there is no end.
    case repetition(Node, least: Int, most: Int?, isLazy: Bool)

    static let empty = Node.sequence([])

    /// No fewer than the instructions it takes, and never less than one.
    var size: Int {
        switch self {
        case .sequence(let nodes): nodes.reduce(1) { Self.sum($0, $1.size) }
        case .alternatives(let nodes): nodes.reduce(0) { Self.sum($0, Self.sum($1.size, 2)) }
        case .scalar, .assertion, .look: 1
        case .group(let node, _): Self.sum(node.size, 2)
        case .repetition(let node, let least, let most, _):
            Self.sum(Self.product(Self.sum(node.size, 1), most ?? max(least, 1)), 1)
        }
    }

    private static func sum(_ a: Int, _ b: Int) -> Int {
        let (sum, overflows) = a.addingReportingOverflow(b)
        return overflows ? .max : sum
    }

    private static func product(_ a: Int, _ b: Int) -> Int {
        let (product, overflows) = a.multipliedReportingOverflow(by: b)
        return overflows ? .max : product
    }
}

/// What must be so between two scalars of a text.
enum Assertion: Sendable {
    /// `\A`, and `^` without the flag `m`.
    case textStart
    /// `\z`, and `$` without the flag `m`.
    case textEnd
    case lineStart
    case lineEnd
    case wordBoundary
    case noWordBoundary

    /// `position` is the number of scalars before it.
    func holds(_ text: [UInt32], at position: Int) -> Bool {
        switch self {
        case .textStart: position == 0
        case .textEnd: position == text.count
        case .lineStart: position == 0 || ScalarSet.lineEnds.contains(text[position - 1])
        case .lineEnd: position == text.count || ScalarSet.lineEnds.contains(text[position])
        case .wordBoundary: Self.isWord(text, position - 1) != Self.isWord(text, position)
        case .noWordBoundary: Self.isWord(text, position - 1) == Self.isWord(text, position)
        }
    }

    private static func isWord(_ text: [UInt32], _ index: Int) -> Bool {
        text.indices.contains(index) && ScalarSet.word.contains(text[index])
    }
}
