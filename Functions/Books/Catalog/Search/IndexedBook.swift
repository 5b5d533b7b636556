/// What the search index says of a book, worked out of it.
package struct IndexedBook: Hashable, Sendable {
    package var id: String
    /// Ratings given elsewhere.
    package var publishedCount: Int
    package var titleLength: Int
    package var year: Int?
    package var language: String?
    /// The words it is found by.
    package var places: [String: WordPlace]

    package init(
        id: String,
        publishedCount: Int,
        titleLength: Int,
        year: Int?,
        language: String?,
        places: [String: WordPlace]
    ) {
        self.id = id
        self.publishedCount = publishedCount
        self.titleLength = titleLength
        self.year = year
        self.language = language
        self.places = places
    }

    package init(_ book: Book) {
        let words = BookWords(book)
        self.init(
            id: book.id,
            publishedCount: book.published?.count ?? 0,
            titleLength: words.titleLength,
            year: book.year,
            language: book.language,
            places: words.places
        )
    }

    func facts(ratedHere: Int) -> BookFacts {
        BookFacts(ratings: publishedCount + ratedHere, titleLength: titleLength, year: year, language: language)
    }

    /// The proper prefixes of all words; of several words with one prefix the nearest place counts.
    var prefixes: [String: WordPlace] {
        var prefixes: [String: WordPlace] = [:]
        for (word, place) in places {
            var prefix = ""
            for scalar in word.unicodeScalars.dropLast().prefix(IndexTerm.longestPrefix) {
                prefix.unicodeScalars.append(scalar)
                prefixes[prefix] = prefixes[prefix]?.merged(with: place) ?? place
            }
        }
        return prefixes
    }

    /// The terms that are no words of it.
    var selections: [String] { [IndexTerm.everything] + (language.map { [IndexTerm.language($0)] } ?? []) }

    /// All terms that lead to it.
    package var terms: Set<String> { Set(places.keys).union(prefixes.keys).union(selections) }
}
