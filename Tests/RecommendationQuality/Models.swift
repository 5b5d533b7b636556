import BookCatalog
import BookRecommendations
import BookTables

/// Something that recommends ten books to a reader of the known ratings.
package protocol Model: Sendable {
    func recommend(to userID: String) async throws -> [String]
}

/// The recommender of the book service.
package struct SimilarReaders: Model {
    private let stores: MemoryStores
    private let recommender: Recommender

    package init(_ stores: MemoryStores, tuning: Tuning = Tuning()) {
        self.stores = stores
        recommender = Recommender(similarity: stores, books: stores, tuning: tuning)
    }

    package func recommend(to userID: String) async throws -> [String] {
        let profile = stores.profile(of: userID) ?? ReaderProfile(userID: userID)
        return try await recommender.recommend(to: profile, limit: 10).map(\.bookID)
    }
}

/// The books that most have rated, for everybody.
package struct MostRated: Model {
    private let ranked: [String]
    private let rated: [String: Set<String>]

    package init(_ ratings: [RatingItem]) {
        ranked = Dictionary(grouping: ratings, by: \.bookID)
            .sorted { ($0.value.count, $0.key) > ($1.value.count, $1.key) }.map(\.key)
        rated = Dictionary(grouping: ratings, by: \.userID).mapValues { Set($0.map(\.bookID)) }
    }

    package func recommend(to userID: String) -> [String] {
        let rated = rated[userID] ?? []
        return Array(ranked.lazy.filter { !rated.contains($0) }.prefix(10))
    }
}

/// The item-based neighbour model: a book scores by those of its nearest books that the reader has rated, nearness
/// being the cosine of two books' ratings. https://doi.org/10.1145/963770.963776
package struct SimilarBooks: Model {
    private typealias Rated = (book: Int, stars: Double)

    private let ids: [String]
    private let byUser: [String: [(book: Int, stars: Double)]]
    /// For each book, the books that have it among their nearest, and how near.
    private var leadsTo: [[(book: Int, cosine: Double)]]

    package init(_ ratings: [RatingItem], nearest: Int) {
        let ids = Set(ratings.map(\.bookID)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        var byUser: [String: [Rated]] = [:]
        var byBook: [[(user: String, stars: Double)]] = Array(repeating: [], count: ids.count)
        for rating in ratings {
            guard let book = numbers[rating.bookID] else { continue }
            byUser[rating.userID, default: []].append((book, Double(rating.rating)))
            byBook[book].append((rating.userID, Double(rating.rating)))
        }
        let norms = byBook.map { $0.reduce(0) { $0 + $1.stars * $1.stars }.squareRoot() }
        leadsTo = Array(repeating: [], count: ids.count)
        for (book, readers) in byBook.enumerated() {
            var products: [Int: Double] = [:]
            for (user, stars) in readers {
                for other in byUser[user] ?? [] where other.book != book {
                    products[other.book, default: 0] += stars * other.stars
                }
            }
            let cosines = products.map { (book: $0.key, cosine: $0.value / (norms[book] * norms[$0.key])) }
            for near in cosines.sorted(by: { ($0.cosine, $0.book) > ($1.cosine, $1.book) }).prefix(nearest) {
                leadsTo[near.book].append((book, near.cosine))
            }
        }
        self.ids = ids
        self.byUser = byUser
    }

    package func recommend(to userID: String) -> [String] {
        var scores: [Int: Double] = [:]
        let own = byUser[userID] ?? []
        for rated in own {
            for next in leadsTo[rated.book] { scores[next.book, default: 0] += rated.stars * next.cosine }
        }
        for rated in own { scores[rated.book] = nil }
        return scores.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(10).map { ids[$0.key] }
    }
}
