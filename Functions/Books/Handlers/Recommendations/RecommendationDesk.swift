import BookCatalog
import BookRecommendations
import BookTables

/// Recommendations out of the cache while they hold, else calculated and put there.
///
/// An entry carries the version of the reader's profile that it follows from, and every answer compares it with the
/// profile as it is now. So a rating makes an entry stale by being stored, whether or not the cache could be told, and a
/// calculation that was overtaken by a rating leaves an entry that nobody will be given. What other readers rate shows
/// when an entry expires.
struct RecommendationDesk: Sendable {
    /// What an entry holds: as many as a client may ask for.
    static let kept = CatalogLimits.results

    var similarity: any SimilarityStore
    var books: any BookStore
    /// `nil` where the service runs without one.
    var cache: (any RecommendationCache)?
    /// The present moment, in milliseconds since 1970.
    var now: @Sendable () -> Int
    /// Tells the function's log what is not as it should be.
    var warn: @Sendable (String) -> Void

    struct Served {
        enum Source: String, Encodable {
            case cache, computed, popularity
        }

        var source: Source
        var entry: CachedRecommendations
    }

    func recommendations(for userID: String) async throws -> Served {
        async let cached = cachedEntry(userID)
        let profile = try await similarity.profile(of: userID) ?? ReaderProfile(userID: userID)
        if let entry = await cached, entry.profile_version == profile.version {
            return Served(source: .cache, entry: entry)
        }
        let entry = try await compute(profile)
        do {
            try await cache?.store(entry, for: userID)
        } catch {
            warn("The recommendations of a reader are not cached: \(error)")
        }
        return Served(source: entry.isPopularity ? .popularity : .computed, entry: entry)
    }

    /// Makes a reader's entry anew. Throws when the cache does not take it.
    func warm(_ profile: ReaderProfile) async throws {
        try await cache?.store(compute(profile), for: profile.userID)
    }

    /// Takes a reader's entry away; after a rating it is stale already, and this only saves the cache's room.
    func forget(_ userID: String) async {
        do {
            _ = try await cache?.remove(userID)
        } catch {
            warn("The cache could not be told of a rating, the entry is stale by its version: \(error)")
        }
    }

    /// The entry, or `nil` without a cache that can be reached.
    private func cachedEntry(_ userID: String) async -> CachedRecommendations? {
        do {
            return try await cache?.entry(for: userID)
        } catch {
            warn("The cache cannot be reached, recommendations are calculated: \(error)")
            return nil
        }
    }
}

// MARK: - Calculating

extension RecommendationDesk {
    func compute(_ profile: ReaderProfile) async throws -> CachedRecommendations {
        let computedAt = now()
        let recommender = Recommender(similarity: similarity, books: books)
        let chosen = try await recommender.recommend(to: profile, limit: Self.kept)
        let named = Set(chosen.flatMap { [$0.bookID] + $0.because })
        let found = try await inBatches(Array(named))
        return CachedRecommendations(
            profile_version: profile.version,
            computed_at: computedAt,
            books: chosen.compactMap { recommendation in
                found[recommendation.bookID].map { RecommendationAnswer(recommendation, $0, among: found) }
            }
        )
    }

    private func inBatches(_ ids: [String]) async throws -> [String: Book] {
        var found: [String: Book] = [:]
        for start in stride(from: 0, to: ids.count, by: CatalogLimits.batch) {
            let batch = Array(ids[start..<min(start + CatalogLimits.batch, ids.count)])
            found.merge(try await books.books(batch)) { first, _ in first }
        }
        return found
    }
}

extension Recommendation {
    fileprivate var because: [String] {
        if case .similarReaders(let support) = reason { support.because } else { [] }
    }
}

extension RecommendationAnswer {
    /// `books` has the reader's own books by which the reason is told.
    init(_ recommendation: Recommendation, _ book: Book, among books: [String: Book]) {
        book_id = book.id
        title = book.title
        authors = book.authors
        average_rating = book.averageRating
        ratings_count = book.ratingsCount
        score = (recommendation.score * 10_000).rounded() / 10_000
        switch recommendation.reason {
        case .popular: reason = Reason(kind: .popular)
        case .similarReaders(let support):
            reason = Reason(
                kind: .similarReaders,
                similar_readers: support.readers,
                because: support.because.compactMap { id in
                    books[id].map { OwnBook(book_id: id, title: $0.title) }
                },
                same_author: support.isOfKnownAuthor ? true : nil,
                same_series: support.isOfKnownSeries ? true : nil
            )
        }
    }
}
