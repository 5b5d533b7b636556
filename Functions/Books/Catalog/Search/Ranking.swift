/// How well a book fits a query: a sum of small reasons, each a constant here.
///
/// A word counts by its place, half of it or more when only its start was typed. Popularity decides between books that
/// fit alike, and may outweigh the place of a word or two, but not that a book has only longer words than were typed.
/// A title that the query names in full counts more the better known the book is; where the query is no author's name,
/// such titles come first (see `Search`), so that `tolkien` leads to his books before a book about him.
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
    /// Of a book of which a word has only its start in the query: as much as popularity may bring.
    private static let startsOnly = -16.0

    /// `matches`: one for each word of the query, `nil` where the book lacks the word.
    static func score(_ matches: [Match?], _ facts: BookFacts) -> Double {
        let known = Double(facts.popularity) / Double(Popularity.maximum)
        let words = matches.reduce(0) { $0 + ($1.map(score) ?? 0) }
        let start = matches.contains { $0?.isWholeWord == false } ? startsOnly : 0
        return words + titleScore(matches, facts, known) + order(matches) + popularity * known + start
    }

    /// Whether the words of the query are those of the main title, all and no others.
    static func isNamed(_ matches: [Match?], _ facts: BookFacts) -> Bool {
        let named = bits(matches) { $0.isWholeWord }.nonzeroBitCount
        return facts.titleLength > 0 && named >= Int(facts.titleLength) && named == matches.count
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
        let typed = bits(matches) { _ in true }.nonzeroBitCount
        let part = partOfTitle * min(1, Double(typed) / Double(facts.titleLength))
        return part + (isNamed(matches, facts) ? wholeTitle + wholeKnownTitle * known * known : 0)
    }

    /// One bit for each word of the title that the query has in such a way.
    private static func bits(_ matches: [Match?], where counts: (Match) -> Bool) -> UInt16 {
        matches.reduce(0) { bits, match in
            guard let match, counts(match), let position = position(match) else { return bits }
            return bits | 1 << UInt16(position)
        }
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
