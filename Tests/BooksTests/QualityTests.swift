import BookCatalog
import BookTables
import RecommendationQuality
import Testing

struct QualityTests {
    /// Readers with two of eight tastes each, who read series in order; popular books are read by everybody.
    private static func ratings() -> [RatingItem] {
        var random = SplitMix(state: 42)
        var ratings: [RatingItem] = []
        for reader in 0..<80 {
            let tastes = [Int.random(in: 0..<8, using: &random), Int.random(in: 0..<8, using: &random)]
            var books: Set<String> = []
            for _ in 0..<20 {
                let place = min(Int.random(in: 0..<30, using: &random), Int.random(in: 0..<30, using: &random))
                let isTaste = Int.random(in: 0..<10, using: &random) < 8
                books.insert(isTaste ? "t\(tastes.randomElement(using: &random) ?? 0)-\(place)" : "p\(place)")
            }
            for book in books.sorted() {
                let stars = book.hasPrefix("t") ? 4 + reader % 2 : Int.random(in: 1...5, using: &random)
                ratings.append(RatingItem(userID: "u\(reader)", bookID: book, rating: stars, ratedAt: 0))
            }
        }
        return ratings
    }

    /// Summed over three splits: of eighty readers, one alone is more than one hit in a hundred.
    @Test func similarReadersTellMoreThanPopularityAndSimilarBooks() async throws {
        var hits = (ours: 0.0, popular: 0.0, items: 0.0)
        var gains = hits
        for seed in 1...3 as ClosedRange<UInt64> {
            let split = Split(Self.ratings(), fold: .test, seed: seed)
            let stores = MemoryStores(books: [], ratings: split.known)
            let ours = try await Quality.measure(SimilarReaders(stores), split)[0]
            let popular = try await Quality.measure(MostRated(split.known), split)[0]
            let items = try await Quality.measure(SimilarBooks(split.known, nearest: 20), split)[0]
            hits = (hits.ours + ours.hitRate, hits.popular + popular.hitRate, hits.items + items.hitRate)
            gains = (gains.ours + ours.ndcg, gains.popular + popular.ndcg, gains.items + items.ndcg)
        }
        #expect(hits.ours > 1.5 * hits.popular && gains.ours > 1.5 * gains.popular, "\(hits) \(gains)")
        #expect(hits.ours > hits.items && gains.ours > gains.items, "\(hits) \(gains)")
    }

    @Test func splitsKeepBackATenthOfEachReadersRatings() {
        let all = Self.ratings()
        let test = Split(all.shuffled(), fold: .test, seed: 5)
        #expect(test.known.count + test.keptBack.values.reduce(0) { $0 + $1.count } == all.count)
        #expect(test.keptBack == Split(all, fold: .test, seed: 5).keptBack)
        let validation = Split(all, fold: .validation, seed: 5)
        for (user, books) in validation.keptBack {
            #expect(Set(books.keys).isDisjoint(with: test.keptBack[user, default: [:]].keys))
        }
        #expect(validation.known.allSatisfy { test.keptBack[$0.userID]?[$0.bookID] == nil })
    }
}
