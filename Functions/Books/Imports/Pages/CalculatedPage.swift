import BookCatalog

/// The stage `calculated`: what the search index says of a page's books.
package struct CalculatedPage: Codable, Hashable, Sendable {
    private var books: [Entry]

    private struct Entry: Codable, Hashable, Sendable {
        var id: String
        var votes: Int
        var titleLength: Int
        var year: Int?
        var language: String?
        /// Each word with its place: the four bits of a posting, and 16 for a word in an author's name.
        var words: [String: UInt8]
    }

    init(_ page: MappedPage) {
        books = page.books.map { book in
            let indexed = IndexedBook(book.book)
            return Entry(
                id: indexed.id,
                votes: indexed.publishedCount,
                titleLength: indexed.titleLength,
                year: indexed.year,
                language: indexed.language,
                words: indexed.places.mapValues { $0.titleNibble | ($0.isInAuthor ? 16 : 0) }
            )
        }
    }

    var indexedBooks: [IndexedBook] {
        books.map { entry in
            IndexedBook(
                id: entry.id,
                publishedCount: entry.votes,
                titleLength: entry.titleLength,
                year: entry.year,
                language: entry.language,
                places: entry.words.mapValues { WordPlace(titleNibble: $0 & 15, isInAuthor: $0 & 16 != 0) }
            )
        }
    }
}
