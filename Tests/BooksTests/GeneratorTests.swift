import BookCatalog
import BookTables
import Testing
import Time

@testable import Loader

struct GeneratorTests {
    private func books(_ count: Int, seed: UInt64) -> [Book] {
        var generator = BookGenerator(count: count, seed: seed)
        return (0..<count).map { _ in generator.next() }
    }

    private func ratings(_ count: Int, seed: UInt64) -> [RatingItem] {
        let rated = books(400, seed: 1).map {
            RatedBook(id: $0.id, author: $0.authors.first ?? "", readers: $0.published?.count ?? 0)
        }
        var generator = RatingGenerator(books: rated, count: count, seed: seed, now: 1_700_000_000_000)
        return (0..<generator.count).map { _ in generator.next() }
    }

    @Test func makesTheSameFromTheSameSeed() {
        #expect(books(50, seed: 1) == books(50, seed: 1))
        #expect(books(50, seed: 1) != books(50, seed: 2))
        #expect(ratings(500, seed: 3) == ratings(500, seed: 3))
    }

    @Test func booksDifferAndFewAreReadByMany() {
        let books = books(2_000, seed: 1)
        #expect(Set(books.map(\.id)).count == 2_000)
        #expect(Set(books.map(\.title)).count > 1_500)
        let readers = books.compactMap(\.published?.count).sorted(by: >)
        #expect(readers.prefix(200).reduce(0, +) * 2 > readers.reduce(0, +))
        #expect(books.allSatisfy { !$0.authors.isEmpty && CatalogLimits.years.contains($0.year ?? 0) })
    }

    @Test func ratingsAreUniqueAndSkewed() {
        let ratings = ratings(5_000, seed: 1)
        #expect(Set(ratings.map { [$0.userID, $0.bookID] }).count == 5_000)
        #expect(ratings.allSatisfy { RatingTally.stars.contains($0.rating) })
        let byBook = Dictionary(grouping: ratings, by: \.bookID).values.map(\.count).sorted(by: >)
        #expect(byBook.prefix(40).reduce(0, +) * 4 > 5_000)
        let byUser = Dictionary(grouping: ratings, by: \.userID).values.map(\.count).sorted()
        #expect((byUser.last ?? 0) > 4 * byUser[byUser.count / 2])
    }

    @Test func choosesByWeight() {
        var random = SeededRandom(seed: 1)
        let choice = WeightedChoice([0, 3, 0, 1])
        var counts = [0, 0, 0, 0]
        for _ in 0..<4_000 { counts[choice.next(&random)] += 1 }
        #expect(counts[0] == 0 && counts[2] == 0)
        #expect((2_700...3_300).contains(counts[1]))
        #expect(WeightedChoice([Double]()).next(&random) == 0)
    }
}
