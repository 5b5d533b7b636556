import AWSClient
import BookTables
import Endpoints
import FoundationEssentials
import RedisClient

/// What the endpoints work on. One per execution environment, so that connections and caches last.
struct BookService: Sendable {
    /// As they are now.
    var books: any BookStore
    /// As they were a moment ago, for lists.
    var recentBooks: any BookStore
    var terms: any TermStore
    var ratings: any RatingStore
    var similarity: any SimilarityStore
    var refreshes: any RefreshStore
    /// `nil` without `REDIS_URL`: recommendations are then calculated for every request.
    var cache: (any RecommendationCache)?
    /// `nil` without `CATALOG_BUS`: nobody else is told of ratings.
    var ratingEvents: (any RatingEvents)?
    /// Tells the log what is not as it should be.
    var warn: @Sendable (String) -> Void = InvocationLog.warn
    /// The present moment, in milliseconds since 1970.
    var now: @Sendable () -> Int = { Int(Date().timeIntervalSince1970 * 1_000) }

    init(
        books: any BookStore,
        terms: any TermStore,
        ratings: any RatingStore,
        similarity: any SimilarityStore,
        refreshes: any RefreshStore
    ) {
        self.books = books
        recentBooks = CachedBooks(books)
        self.terms = CachedTerms(terms)
        self.ratings = ratings
        self.similarity = similarity
        self.refreshes = refreshes
    }

    /// The tables and the cache that the environment names. Throws `AWSConfigurationError` without region or keys, and
    /// `RedisError` for a `REDIS_URL` that is none.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let dynamoDB = try DynamoDB()
        let tables = TableNames(environment: environment)
        self.init(
            books: DynamoDBBooks(dynamoDB, table: tables.books),
            terms: DynamoDBTerms(dynamoDB, table: tables.search),
            ratings: DynamoDBRatings(dynamoDB, tables: tables),
            similarity: DynamoDBSimilarity(dynamoDB, tables: tables),
            refreshes: DynamoDBRefreshes(dynamoDB, tables: tables)
        )
        if let url = environment["REDIS_URL"], !url.isEmpty {
            cache = RedisRecommendations(try RedisConfiguration(url: url))
        }
        if let busName = environment["CATALOG_BUS"], !busName.isEmpty {
            ratingEvents = try BusRatingEvents(busName: busName)
        }
    }
}

extension BookService {
    var desk: RecommendationDesk {
        RecommendationDesk(similarity: similarity, books: recentBooks, cache: cache, now: now, warn: warn)
    }
}
