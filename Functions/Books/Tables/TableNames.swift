/// What the tables of the book service are called; the template gives the names to the functions.
package struct TableNames: Hashable, Sendable {
    package var books = "books"
    package var ratings = "ratings"
    package var search = "search"
    package var profiles = "profiles"
    package var raters = "raters"
    package var refreshes = "refreshes"
    package var imports = "imports"

    package init() {}

    /// `BOOKS_TABLE`, `RATINGS_TABLE` and so on, where they are set.
    package init(environment: [String: String]) {
        books = environment["BOOKS_TABLE"] ?? books
        ratings = environment["RATINGS_TABLE"] ?? ratings
        search = environment["SEARCH_TABLE"] ?? search
        profiles = environment["PROFILES_TABLE"] ?? profiles
        raters = environment["RATERS_TABLE"] ?? raters
        refreshes = environment["REFRESHES_TABLE"] ?? refreshes
        imports = environment["IMPORTS_TABLE"] ?? imports
    }

    /// Ratings of one book, newest first when read backwards.
    package static let ratingsByBook = "by_book"
    /// Ratings of one reader, newest first when read backwards.
    package static let ratingsByTime = "by_time"
}
