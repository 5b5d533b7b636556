import BookCatalog
import BookTables
import JSON
import LambdaEvents
import Synchronization
import Testing

@testable import Books

struct RecommendationTests {
    private let stores = FakeStores()
    private let cache = FakeCache()
    private let warnings = Warnings()

    private var service: BookService {
        var service = stores.service
        service.cache = cache
        service.warn = { [warnings] in warnings.add($0) }
        return service
    }

    final class Warnings: Sendable {
        private let lines = Mutex<[String]>([])
        var count: Int { lines.withLock { $0.count } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private func rate(_ user: String, _ books: [String: Int]) async throws {
        for (book, stars) in books.sorted(by: { $0.key < $1.key }) {
            let request = try request(path: ["book_id": book], body: #"{"rating": \#(stars)}"#, reader: user)
            #expect(try await answer(RateEndpoint(service: service), request).status == 200)
        }
    }

    /// Two circles of readers, and one reader more of each.
    private func rateAll() async throws {
        for number in 0..<5 {
            try await rate("fantasy\(number)", ["hobbit": 5, "ring": 5, "ring1": 4])
            try await rate("other\(number)", ["it": 4, "sol": 5, "hg": 5])
        }
        try await rate("anna", ["hobbit": 5, "ring": 4])
        try await rate("ben", ["it": 5, "sol": 3])
    }

    private func recommend(_ user: String, limit: String? = nil) async throws -> (status: Int, body: JSON) {
        let query = limit.map { ["limit": $0] } ?? [:]
        let request = try request(path: ["user_id": user], query: query)
        return try await answer(RecommendationsEndpoint(service: service), request)
    }

    @Test func recommendsWhatSimilarReadersLiked() async throws {
        try await rateAll()
        let (status, body) = try await recommend("anna", limit: "1")
        #expect(status == 200)
        #expect(body["source"] == "computed")
        #expect(body["age_seconds"] == 0)
        let book = body["recommendations"]?[0]
        #expect(body["recommendations"]?.arrayValue?.count == 1)
        #expect(book?["book_id"] == "ring1")
        #expect(book?["score"] == 1)
        #expect(book?["reason"]?["kind"] == "similar_readers")
        #expect(book?["reason"]?["similar_readers"] == 5)
        #expect(
            book?["reason"]?["because"]?.arrayValue?.compactMap { $0["book_id"]?.stringValue }.sorted() == [
                "hobbit", "ring",
            ]
        )
        #expect(book?["reason"]?["same_author"] == true)
        #expect(try await recommend("ben").body["recommendations"]?[0]?["book_id"] == "hg")
    }

    @Test func leavesOutWhatIsRatedAndFillsUpWithThePopular() async throws {
        try await rateAll()
        let books = try await recommend("anna").body["recommendations"]?.arrayValue ?? []
        let ids = books.compactMap { $0["book_id"]?.stringValue }
        #expect(ids.first == "ring1")
        #expect(Set(ids) == ["ring1", "it", "sol", "hg"])
        #expect(books.dropFirst().allSatisfy { $0["reason"]?["kind"] == "popular" })
    }

    @Test func unknownReadersGetThePopular() async throws {
        try await rateAll()
        let (status, body) = try await recommend("nobody")
        #expect(status == 200)
        #expect(body["source"] == "popularity")
        #expect(body["recommendations"]?[0]?["ratings_count"] == 6)
        #expect(try await recommend("nobody").body["source"] == "cache")
        try await rate("nobody", ["hobbit": 5])
        #expect(try await recommend("nobody").body["source"] == "computed")
    }

    @Test func nothingAtAllIsAnAnswerToo() async throws {
        let (status, body) = try await recommend("anna")
        #expect((status, body["recommendations"]) == (200, []))
    }

    @Test(arguments: ["0", "101", "many", "1.5"])
    func limitsAreChecked(_ limit: String) async throws {
        let (status, body) = try await recommend("anna", limit: limit)
        #expect(status == 400)
        #expect(body["errors"]?["limit"] == "must be a whole number from 1 to 100")
    }

    @Test func ratingsMakeEntriesStale() async throws {
        try await rateAll()
        #expect(try await recommend("anna").body["source"] == "computed")
        #expect(try await recommend("anna").body["source"] == "cache")
        try await rate("anna", ["hg": 1])
        #expect(!cache.readers.contains("anna"))
        let body = try await recommend("anna").body
        #expect(body["source"] == "computed")
        #expect(body["recommendations"]?.arrayValue?.contains { $0["book_id"] == "hg" } == false)
    }

    @Test func ratingsMakeEntriesStaleEvenWhenTheCacheIsDown() async throws {
        try await rateAll()
        _ = try await recommend("anna")
        cache.isDown = true
        try await rate("anna", ["hg": 1])
        cache.isDown = false
        #expect(warnings.count == 1)
        #expect(cache.readers.contains("anna"))
        #expect(try await recommend("anna").body["source"] == "computed")
        #expect(try await recommend("anna").body["source"] == "cache")
    }

    @Test func aCalculationThatWasOvertakenIsNotServed() async throws {
        try await rateAll()
        let profile = try #require(stores.profile(of: "anna"))
        let overtaken = try await service.desk.compute(profile)
        try await rate("anna", ["hg": 1])
        try cache.store(overtaken, for: "anna")
        let body = try await recommend("anna").body
        #expect(body["source"] == "computed")
        #expect(body["recommendations"]?.arrayValue?.contains { $0["book_id"] == "hg" } == false)
    }

    @Test func worksWithoutItsCacheAndSaysSo() async throws {
        try await rateAll()
        cache.isDown = true
        for _ in 0..<2 {
            let (status, body) = try await recommend("anna")
            #expect((status, body["source"]) == (200, "computed"))
        }
        #expect(warnings.count == 4)
    }

    @Test func invalidates() async throws {
        try await rateAll()
        let anna = try request(path: ["user_id": "anna"])
        let endpoint = InvalidateEndpoint(service: service)
        #expect(try await answer(endpoint, anna).body == ["user_id": "anna", "was_cached": false])
        _ = try await recommend("anna")
        #expect(try await answer(endpoint, anna).body["was_cached"] == true)
        #expect(try await recommend("anna").body["source"] == "computed")
        cache.isDown = true
        #expect(try await answer(endpoint, anna).status == 200)
        cache.isDown = false
        #expect(try await recommend("anna").body["source"] == "computed")
        cache.isDown = true
        let unknown = try request(path: ["user_id": "nobody"])
        #expect(try await answer(endpoint, unknown).status == 503)
    }
}
