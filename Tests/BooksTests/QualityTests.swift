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

    @Test func similarReadersTellMoreThanPopularityAndSimilarBooks() async throws {
        let split = Split(Self.ratings(), fold: .test, seed: 1)
        let ours = try await Quality.measure(SimilarReaders(MemoryStores(books: [], ratings: split.known)), split)[0]
        let popular = try await Quality.measure(MostRated(split.known), split)[0]
        let items = try await Quality.measure(SimilarBooks(split.known, nearest: 20), split)[0]
        #expect(ours.readers == 80)
        #expect(ours.hitRate > 1.5 * popular.hitRate && ours.ndcg > 1.5 * popular.ndcg, "\(ours) \(popular)")
        #expect(ours.hitRate > items.hitRate && ours.ndcg > items.ndcg, "\(ours) \(items)")
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
