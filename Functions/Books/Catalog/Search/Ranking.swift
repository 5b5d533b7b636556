/// How well a book fits a query: a sum of small reasons, each a constant here.
///
/// A word counts by its place, half of it or more when only its start was typed. A title that the query names in full
/// counts more the better known the book is, so that `tolkien` leads to his books before a book about him.
/// Popularity decides between books that fit alike, and may outweigh the place of a word or two.
enum Ranking {
    private static let inMainTitle = 4.0
    private static let inAuthor = 6.0
    private static let elsewhere = 3.0
    private static let inBoth = 0.5
    private static let startOfWord = 0.7
    private static let wholeTitle = 1.0
    private static let wholeKnownTitle = 5.0
    private static let partOfTitle = 3.0
    private static let nextToEachOther = 1.0
    private static let atTheStart = 1.0
    private static let popularity = 16.0

    /// `matches`: one for each word of the query, `nil` where the book lacks the word.
    static func score(_ matches: [Match?], _ facts: BookFacts) -> Double {
        let known = Double(facts.popularity) / Double(Popularity.maximum)
        let words = matches.reduce(0) { $0 + ($1.map(score) ?? 0) }
        return words + titleScore(matches, facts, known) + order(matches) + popularity * known
    }

    private static func score(_ match: Match) -> Double {
        let title =
            switch match.place.title {
            case .main: inMainTitle
            case .elsewhere: elsewhere
            case .none: 0.0
            }
        let author = match.place.isInAuthor ? inAuthor : 0
        let best = max(title, author) + (title > 0 && author > 0 ? inBoth : 0)
        return match.isWholeWord ? best : best * startOfWord
    }

    private static func titleScore(_ matches: [Match?], _ facts: BookFacts, _ known: Double) -> Double {
        guard facts.titleLength > 0 else { return 0 }
        // One bit for each word of the title that the query has.
        var typed: UInt16 = 0
        var whole: UInt16 = 0
        for case let match? in matches {
            guard let position = position(match) else { continue }
            typed |= 1 << UInt16(position)
            if match.isWholeWord { whole |= 1 << UInt16(position) }
        }
        let part = partOfTitle * min(1, Double(typed.nonzeroBitCount) / Double(facts.titleLength))
        let named = whole.nonzeroBitCount
        let isNamed = named >= Int(facts.titleLength) && named == matches.count
        return part + (isNamed ? wholeTitle + wholeKnownTitle * known * known : 0)
    }

    /// Words that stand in the title as they stand in the query.
    private static func order(_ matches: [Match?]) -> Double {
        var score = matches.first?.flatMap(position) == 0 ? atTheStart : 0
        for (first, second) in zip(matches, matches.dropFirst()) {
            guard let first = first.flatMap(position), let second = second.flatMap(position) else { continue }
            if second == first + 1 { score += nextToEachOther }
        }
        return score
    }

    private static func position(_ match: Match) -> Int? {
        if case .main(let position) = match.place.title { position } else { nil }
    }
}

/// A word of a query in a book.
struct Match: Hashable {
    var place: WordPlace
    /// The whole word was typed, not only its start.
    var isWholeWord: Bool
}
