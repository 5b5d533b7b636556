/// The recommendations of one reader as they lie in the cache.
struct CachedRecommendations: Codable, Hashable {
    /// The version of the reader's profile that they follow from. With any other one they are stale.
    var profile_version: Int
    /// Milliseconds since 1970.
    var computed_at: Int
    /// The best first.
    var books: [RecommendationAnswer]

    var isPopularity: Bool { books.allSatisfy { $0.reason.kind == .popular } }
}

/// A recommended book as clients see it.
struct RecommendationAnswer: Codable, Hashable {
    var book_id: String
    var title: String
    var authors: [String]
    var average_rating: Double?
    var ratings_count: Int
    /// 1 for the best book of the list.
    var score: Double
    var reason: Reason

    struct Reason: Codable, Hashable {
        enum Kind: String, Codable, Hashable {
            case similarReaders = "similar_readers"
            case popular
        }

        var kind: Kind
        /// How many readers similar to this one have rated the book.
        var similar_readers: Int?
        /// The reader's own books that these readers have rated alike.
        var because: [OwnBook]?
        /// Present where the reader has rated other books of the author, or of the series.
        var same_author: Bool?
        var same_series: Bool?
    }

    struct OwnBook: Codable, Hashable {
        var book_id: String
        var title: String
    }
}
