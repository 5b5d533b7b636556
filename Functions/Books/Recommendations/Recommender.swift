import BookCatalog
import BookTables

/// Finds books for a reader by what similar readers have rated.
///
/// 1. The lists of the readers of the reader's own books say who may be similar.
/// 2. Their profiles say how similar they are: the cosine of the ratings, in which seldom read books weigh more.
/// 3. The most similar ones vote with their stars, against the popularity of a book; books of authors and series that
///    the reader likes come forward. What the reader has rated is left out.
///
/// Every step reads a bounded number of items by their keys, never the ratings themselves. Readers without ratings, and
/// lists that stay short, get popular books.
package struct Recommender: Sendable {
    private let similarity: any SimilarityStore
    private let books: any BookStore
    package var tuning: Tuning

    package init(similarity: any SimilarityStore, books: any BookStore, tuning: Tuning = Tuning()) {
        self.similarity = similarity
        self.books = books
        self.tuning = tuning
    }

    /// The best `limit` books, best first. `reader` is the reader's profile as it is now.
    package func recommend(to reader: ReaderProfile, limit: Int) async throws -> [Recommendation] {
        var chosen: [Recommendation] = []
        if reader.count > 0 { chosen = try await bySimilarReaders(reader, limit) }
        if chosen.count < limit { chosen += try await popular(for: reader, besides: chosen, limit - chosen.count) }
        return chosen
    }
}

// MARK: - Similar readers

extension Recommender {
    private func bySimilarReaders(_ reader: ReaderProfile, _ limit: Int) async throws -> [Recommendation] {
        async let ownBooks = allBooks(reader.ratings.ratings.suffix(Self.ownBooksConsidered).map(\.id))
        let profiles = try await similarity.profiles(candidates(reader))
        let neighbourhood = Neighbourhood(of: reader, among: profiles, tuning: tuning)
        let shortlist = try await unrated(Shortlist(neighbourhood, tuning: tuning).entries, reader)
        var affinity = Affinity(tuning: tuning)
        let own = try await ownBooks
        reader.ratings.forEach { rating in
            if let book = own[rating.id] { affinity.add(book, stars: rating.stars) }
        }
        let found = try await allBooks(shortlist.map(\.id))
        let best = shortlist.compactMap { entry in
            found[entry.id].map { (entry: entry, book: $0, score: entry.score * affinity.factor($0)) }
        }.sorted { $0.score > $1.score }.prefix(limit)
        let explanation = Explanation(neighbourhood, of: best.map(\.entry.book))
        return best.map { entry, book, score in
            let support = Recommendation.Support(
                readers: explanation.readers(entry.book),
                because: explanation.because(entry.book),
                isOfKnownAuthor: affinity.ofAuthor(book) > 0,
                isOfKnownSeries: affinity.ofSeries(book) > 0
            )
            return Recommendation(bookID: book.id, score: score / best[0].score, reason: .similarReaders(support))
        }
    }

    /// The latest ones.
    private static let ownBooksConsidered = 200

    private func candidates(_ reader: ReaderProfile) async throws -> [String] {
        let weights = LevelPower(-tuning.commonness)
        let own = reader.ratings.ratings.sorted {
            let (first, second) = (telling($0, weights), telling($1, weights))
            return first != second ? first > second : $0.id < $1.id
        }.prefix(tuning.booksCompared)
        let lists = try await similarity.raters(of: own.map(\.id))
        var candidates = CandidateReaders()
        for book in own {
            for part in lists[book.id] ?? [] {
                candidates.add(part, stars: Double(book.stars), weight: weights[book.level])
            }
        }
        return candidates.best(tuning.readersCompared, except: reader.userID)
    }

    /// Well liked and seldom read books say most about a reader.
    private func telling(_ rating: ListedRating, _ weights: LevelPower) -> Double {
        Double(rating.stars * rating.stars) * weights[rating.level]
    }

    /// Without what the reader has rated so long ago that the profile does not hold it any more.
    private func unrated(_ entries: [Shortlist.Entry], _ reader: ReaderProfile) async throws -> [Shortlist.Entry] {
        guard reader.dropped > 0 else { return entries }
        let rated = try await similarity.rated(by: reader.userID, among: entries.map(\.id))
        return entries.filter { !rated.contains($0.id) }
    }

    private func allBooks(_ ids: [String]) async throws -> [String: Book] {
        try await withThrowingTaskGroup(of: [String: Book].self) { [books] group in
            for start in stride(from: 0, to: ids.count, by: CatalogLimits.batch) {
                let batch = Array(ids[start..<min(start + CatalogLimits.batch, ids.count)])
                group.addTask { try await books.books(batch) }
            }
            return try await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        }
    }
}

// MARK: - Popularity

extension Recommender {
    private func popular(
        for reader: ReaderProfile,
        besides chosen: [Recommendation],
        _ count: Int
    ) async throws -> [Recommendation] {
        let taken = Set(chosen.map(\.bookID)).union(reader.ratings.ratings.map(\.id))
        let open = try await similarity.popularBooks().filter { !taken.contains($0) }
        // Twice as many as are needed: some may be gone, or rated long ago.
        var ids = Array(open.prefix(2 * count))
        if reader.dropped > 0 {
            let rated = try await similarity.rated(by: reader.userID, among: ids)
            ids = ids.filter { !rated.contains($0) }
        }
        let books = try await allBooks(ids).values.sorted {
            ($0.tally.count, $0.ratingsCount, $0.id) > ($1.tally.count, $1.ratingsCount, $1.id)
        }
        let most = Double(max(1, books.first?.ratingsCount ?? 1))
        return books.prefix(count).map {
            Recommendation(bookID: $0.id, score: Double($0.ratingsCount) / most, reason: .popular)
        }
    }
}
