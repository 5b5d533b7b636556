import BookCatalog
import BookTables
import FoundationEssentials

/// A book as clients see it. Absent facts have no member.
struct BookAnswer: Encodable, Hashable {
    var book_id: String
    var title: String
    var original_title: String?
    var authors: [String]
    var year: Int?
    var language: String?
    var isbn: String?
    var genres: [String]?
    var average_rating: Double?
    var ratings_count: Int
    /// `readers` where the figures come from ratings given here, `published` where the catalogue brought them along.
    var rating_source: String?

    init(_ book: Book) {
        book_id = book.id
        title = book.title
        original_title = book.originalTitle
        authors = book.authors
        year = book.year
        language = book.language
        isbn = book.isbn
        genres = book.genres.isEmpty ? nil : book.genres
        average_rating = book.averageRating
        ratings_count = book.ratingsCount
        rating_source = book.tally.count > 0 ? "readers" : book.published.map { _ in "published" }
    }
}

/// How many readers gave one star, two stars …; from `"1"` to `"5"`.
struct HistogramAnswer: Encodable, Hashable {
    var tally: RatingTally

    private enum Stars: String, CodingKey, CaseIterable {
        case one = "1"
        case two = "2"
        case three = "3"
        case four = "4"
        case five = "5"
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Stars.self)
        for (stars, key) in zip(RatingTally.stars, Stars.allCases) { try members.encode(tally[stars], forKey: key) }
    }
}

/// One rating in a list.
struct RatingAnswer: Encodable, Hashable {
    var user_id: String
    var book_id: String
    var rating: Int
    /// ISO 8601, UTC.
    var rated_at: String

    init(_ rating: RatingItem) {
        user_id = rating.userID
        book_id = rating.bookID
        self.rating = rating.rating
        rated_at = iso8601(rating.ratedAt)
    }
}

/// An instant, given in milliseconds since 1970, as clients see it: ISO 8601, UTC.
func iso8601(_ milliseconds: Int) -> String {
    let instant = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
    return instant.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
}
