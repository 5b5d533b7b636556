/// What a reader is looking for, as words.
package struct SearchQuery: Hashable, Sendable {
    /// Which part of a book a word has to stand in.
    package enum Field: Hashable, Sendable {
        case any, title, author
    }

    package struct Word: Hashable, Sendable {
        package var text: String
        package var field: Field
    }

    package private(set) var words: [Word] = []
    package var filter = SearchFilter()

    package init() {}

    /// Words anywhere in a book.
    package init(text: String) { add(text, in: .any) }

    /// Adds the words of `text`; of all words the first `CatalogLimits.queryWords` are looked up.
    package mutating func add(_ text: String, in field: Field) {
        for word in StopWords.removed(from: Words.split(text)) {
            let word = Word(text: word, field: field)
            if words.count < CatalogLimits.queryWords, !words.contains(word) { words.append(word) }
        }
    }

    /// The items of the index that answer the query; without words the list of the language or of everything.
    package var terms: [String] {
        guard !words.isEmpty else { return [browsedTerm] }
        return Array(Set(words.flatMap { [$0.text, IndexTerm.prefix(of: $0.text)] })).sorted()
    }

    var browsedTerm: String { filter.language.map(IndexTerm.language) ?? IndexTerm.everything }
}

/// What an advanced search leaves out.
package struct SearchFilter: Hashable, Sendable {
    package var minYear: Int?
    package var maxYear: Int?
    package var language: String?

    package init(minYear: Int? = nil, maxYear: Int? = nil, language: String? = nil) {
        self.minYear = minYear
        self.maxYear = maxYear
        self.language = language
    }

    var admits: (Posting) -> Bool {
        let years = (minYear ?? .min)...max(minYear ?? .min, maxYear ?? .max)
        let limitsYears = minYear != nil || maxYear != nil
        let packed = language.map { Language.packed($0) }
        return { posting in
            if let packed, posting.facts.language != packed { return false }
            guard limitsYears else { return true }
            return posting.facts.year.map { years.contains(Int($0)) } ?? false
        }
    }
}
