import BookCatalog

/// Reads books by their ids.
package protocol BookStore: Sendable {
    /// The books that exist, at most `CatalogLimits.batch` at once.
    func books(_ ids: [String]) async throws -> [String: Book]
}

/// Reads items of the search index.
package protocol TermStore: Sendable {
    /// The items that exist, at most `CatalogLimits.batch` at once.
    func terms(_ texts: [String]) async throws -> [String: IndexTerm]
}

/// Keeps what readers think of books.
package protocol RatingStore: Sendable {
    /// Stores a rating, new or in place of the reader's old one, and keeps the book's counters right.
    func rate(_ rating: RatingItem) async throws -> RateOutcome
    /// Newest first.
    func ratings(ofBook bookID: String, limit: Int, after: RatingPosition?) async throws -> RatingPage
    /// Newest first.
    func ratings(byUser userID: String, limit: Int, after: RatingPosition?) async throws -> RatingPage
}

package enum RateOutcome: Hashable, Sendable {
    case stored(RatingChange)
    case unknownBook
    /// Others kept changing the same items; nothing was stored.
    case busy
}

package struct RatingPage: Hashable, Sendable {
    package var ratings: [RatingItem]
    /// Where the next page starts; `nil` on the last.
    package var next: RatingPosition?

    package init(ratings: [RatingItem], next: RatingPosition?) {
        self.ratings = ratings
        self.next = next
    }
}

/// A place in a list of ratings: after the one of this instant and this book or reader.
package struct RatingPosition: Hashable, Sendable {
    /// Milliseconds since 1970.
    package var ratedAt: Int
    package var id: String

    package init(ratedAt: Int, id: String) {
        self.ratedAt = ratedAt
        self.id = id
    }
}
