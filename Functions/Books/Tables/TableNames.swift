/// What the tables of the book service are called; the template gives the names to the functions.
package struct TableNames: Hashable, Sendable {
    package var books: String
    package var ratings: String
    package var search: String
    package var imports: String

    package init(
        books: String = "books",
        ratings: String = "ratings",
        search: String = "search",
        imports: String = "imports"
    ) {
        self.books = books
        self.ratings = ratings
        self.search = search
        self.imports = imports
    }

    /// `BOOKS_TABLE`, `RATINGS_TABLE`, `SEARCH_TABLE` and `IMPORTS_TABLE`, where they are set.
    package init(environment: [String: String]) {
        self.init(
            books: environment["BOOKS_TABLE"] ?? "books",
            ratings: environment["RATINGS_TABLE"] ?? "ratings",
            search: environment["SEARCH_TABLE"] ?? "search",
            imports: environment["IMPORTS_TABLE"] ?? "imports"
        )
    }

    /// Ratings of one book, newest first when read backwards.
    package static let ratingsByBook = "by_book"
    /// Ratings of one reader, newest first when read backwards.
    package static let ratingsByTime = "by_time"
}
