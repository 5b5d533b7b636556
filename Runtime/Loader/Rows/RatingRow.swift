import BookCatalog
import BookTables
import JSON

/// Reads a rating out of named fields: `user_id`, `book_id`, `rating`, and `rated_at` in milliseconds since 1970.
enum RatingRow {
    /// What a CSV's header must name.
    static let requiredColumns = ["user_id", "book_id", "rating"]

    /// `loadedAt`: the instant of a rating that does not say its own, in milliseconds since 1970.
    static func rating(_ content: Record.Content, loadedAt: Int) throws(RowRejection) -> RatingItem {
        guard case .fields(let fields) = content else {
            throw RowRejection("an Open Library dump does not say who rated")
        }
        let row = RowFields(fields)
        let userID = try row.id("user_id")
        let bookID = try row.id("book_id")
        guard let stars = try row.integer("rating", nil, RatingTally.stars) else {
            throw RowRejection("rating is missing")
        }
        let ratedAt = try row.integer("rated_at", nil, 0...9_000_000_000_000) ?? loadedAt
        return RatingItem(userID: userID, bookID: bookID, rating: stars, ratedAt: ratedAt)
    }
}
