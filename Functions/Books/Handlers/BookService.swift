import AWSClient
import BookTables
import FoundationEssentials

/// What the endpoints work on. One per execution environment, so that connections and caches last.
struct BookService: Sendable {
    /// As they are now.
    var books: any BookStore
    /// As they were a moment ago, for lists.
    var recentBooks: any BookStore
    var terms: any TermStore
    var ratings: any RatingStore
    /// The present moment, in milliseconds since 1970.
    var now: @Sendable () -> Int = { Int(Date().timeIntervalSince1970 * 1_000) }

    init(books: any BookStore, terms: any TermStore, ratings: any RatingStore) {
        self.books = books
        recentBooks = CachedBooks(books)
        self.terms = CachedTerms(terms)
        self.ratings = ratings
    }

    /// The tables that the environment names. Throws `AWSConfigurationError` without region or keys.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let dynamoDB = try DynamoDB()
        let tables = TableNames(environment: environment)
        self.init(
            books: DynamoDBBooks(dynamoDB, table: tables.books),
            terms: DynamoDBTerms(dynamoDB, table: tables.search),
            ratings: DynamoDBRatings(dynamoDB, tables: tables)
        )
    }
}
