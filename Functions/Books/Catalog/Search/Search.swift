/// Finds books by the items of the index.
///
/// A word of a query matches itself and every longer word that starts with it. Books that have all words are found by
/// walking through the shortest list and looking each book up in the others: n log m for lists of n and m books. When
/// no book has all words, those that have most of them, at least half, are found instead.
package struct Search: Sendable {
    private let query: SearchQuery
    private let lists: [WordLists]
    /// What a query without words looks through.
    private let browsed: PostingList

    /// `terms`: the items named by `query.terms` that exist.
    package init(_ query: SearchQuery, terms: [String: IndexTerm]) {
        self.query = query
        lists = query.words.map { word in
            WordLists(
                field: word.field,
                whole: terms[word.text]?.words ?? PostingList(),
                started: terms[IndexTerm.prefix(of: word.text)]?.prefixed ?? PostingList()
            )
        }
        browsed = query.words.isEmpty ? terms[query.browsedTerm]?.words ?? PostingList() : PostingList()
    }

    /// The best `limit` books, best first.
    package func best(_ limit: Int) -> [SearchHit] {
        if lists.isEmpty { return mostPopular(limit) }
        let complete = withAllWords(limit)
        return complete.isEmpty && lists.count > 1 ? withMostWords(limit) : complete
    }

    private func mostPopular(_ limit: Int) -> [SearchHit] {
        var best = BestHits(limit: limit)
        let admits = query.filter.admits
        for posting in browsed.postings where admits(posting) {
            best.insert(posting.bookID, score: Double(posting.facts.popularity))
        }
        return best.sorted
    }

    /// Books whose title is the query come first, unless the query is the name of an author.
    private func withAllWords(_ limit: Int) -> [SearchHit] {
        var best = BestHits(limit: limit)
        var named = BestHits(limit: limit)
        var isAuthor = false
        let admits = query.filter.admits
        guard let shortest = lists.min(by: { $0.count < $1.count }) else { return [] }
        var matches: [Match?] = []
        shortest.forEach { posting in
            guard admits(posting) else { return }
            matches.removeAll(keepingCapacity: true)
            for list in lists {
                guard let match = list.match(posting) else { return }
                matches.append(match)
            }
            let score = Ranking.score(matches, posting.facts)
            best.insert(posting.bookID, score: score)
            if Ranking.isNamed(matches, posting.facts) { named.insert(posting.bookID, score: score) }
            isAuthor = isAuthor || matches.allSatisfy { $0?.place.isInAuthor == true && $0?.isWholeWord == true }
        }
        if isAuthor || named.isEmpty { return best.sorted }
        let first = named.sorted
        return first + best.sorted.filter { !first.contains($0) }.prefix(limit - first.count)
    }

    /// More words come first, whatever the score says.
    private func withMostWords(_ limit: Int) -> [SearchHit] {
        let admits = query.filter.admits
        var found: [String: (facts: BookFacts, matches: [Match?])] = [:]
        for (index, list) in lists.enumerated() {
            list.forEach { posting in
                guard admits(posting), let match = list.match(posting) else { return }
                let none = (posting.facts, [Match?](repeating: nil, count: lists.count))
                found[posting.bookID, default: none].matches[index] = match
            }
        }
        let most = found.values.reduce(0) { max($0, $1.matches.count { $0 != nil }) }
        guard most * 2 >= lists.count else { return [] }
        var best = BestHits(limit: limit)
        for (id, book) in found where book.matches.count(where: { $0 != nil }) == most {
            best.insert(id, score: Ranking.score(book.matches, book.facts))
        }
        return best.sorted
    }
}

/// The two lists of one word of a query.
private struct WordLists {
    let field: SearchQuery.Field
    let whole: PostingList
    let started: PostingList

    var count: Int { whole.count + started.count }

    /// Each book once.
    func forEach(_ body: (Posting) -> Void) {
        whole.postings.forEach(body)
        for posting in started.postings where whole.isEmpty || whole.find(posting) == nil { body(posting) }
    }

    func match(_ posting: Posting) -> Match? {
        if let found = whole.find(posting), let place = allowed(found.place) {
            return Match(place: place, isWholeWord: true)
        }
        if let found = started.find(posting), let place = allowed(found.place) {
            return Match(place: place, isWholeWord: false)
        }
        return nil
    }

    private func allowed(_ place: WordPlace) -> WordPlace? {
        switch field {
        case .any: place
        case .title: place.title == .none ? nil : WordPlace(title: place.title)
        case .author: place.isInAuthor ? WordPlace(title: .none, isInAuthor: true) : nil
        }
    }
}
