/// What the tables of the book service are called; the template gives the names to the functions.
package struct TableNames: Hashable, Sendable {
    package var books: String
    package var ratings: String
    package var search: String

    package init(books: String = "books", ratings: String = "ratings", search: String = "search") {
        self.books = books
        self.ratings = ratings
        self.search = search
    }

    /// `BOOKS_TABLE`, `RATINGS_TABLE` and `SEARCH_TABLE`, where they are set.
    package init(environment: [String: String]) {
        self.init(
            books: environment["BOOKS_TABLE"] ?? "books",
            ratings: environment["RATINGS_TABLE"] ?? "ratings",
            search: environment["SEARCH_TABLE"] ?? "search"
        )
    }

    /// Ratings of one book, newest first when read backwards.
    package static let ratingsByBook = "by_book"
    /// Ratings of one reader, newest first when read backwards.
    package static let ratingsByTime = "by_time"
}
