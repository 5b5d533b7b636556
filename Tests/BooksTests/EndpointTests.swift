import BookAccounts
import BookCatalog
import Endpoints
import JSON
import LambdaEvents
import Synchronization
import Testing

@testable import Books

struct EndpointTests {
    private let service = FakeStores().service
    private let readers = FakeReaders()

    @Test func searches() async throws {
        let request = try request(body: #"{"query": "márquez", "limit": 1}"#)
        let (status, body) = try await answer(SearchEndpoint(service: service), request)
        #expect(status == 200)
        #expect(body["books"]?.arrayValue?.count == 1)
        #expect(body["books"]?[0]?["book_id"] == "sol")
        #expect(body["books"]?[0]?["rating_source"] == "published")
    }

    @Test(arguments: [("The Invisible Man", "invisible2"), ("invisible man", "invisible")])
    func titlesComeFirstAsTheyWereTyped(_ title: String, _ id: String) async throws {
        let request = try request(body: #"{"query": "\#(title)", "limit": 1}"#)
        let (_, body) = try await answer(SearchEndpoint(service: service), request)
        #expect(body["books"]?.arrayValue?.map { $0["book_id"] } == [.string(id)])
    }

    @Test func findsNothingByPunctuation() async throws {
        let request = try request(body: #"{"query": "...!"}"#)
        let (status, body) = try await answer(SearchEndpoint(service: service), request)
        #expect(status == 200)
        #expect(body["books"] == [])
    }

    @Test func searchesInFields() async throws {
        let body = #"{"author": "tolkien", "max_year": 1954, "min_rating": 4, "language": "eng"}"#
        let (status, reply) = try await answer(AdvancedSearchEndpoint(service: service), try request(body: body))
        #expect(status == 200)
        #expect(reply["books"]?.arrayValue?.map { $0["book_id"] } == ["hobbit", "ring1"])
        let unrated = try request(body: #"{"author": "tolkien", "min_rating": 4.5}"#)
        #expect(try await answer(AdvancedSearchEndpoint(service: service), unrated).body["books"] == [])
    }

    @Test func suggests() async throws {
        let request = try request("GET /search/shard/{prefix}", path: ["prefix": "hob"], query: ["limit": "3"])
        let (status, body) = try await answer(ShardEndpoint(service: service), request)
        #expect(status == 200)
        #expect(body["suggestions"]?.arrayValue?.map { $0["title"] } == ["The Hobbit"])
    }

    @Test func answersWithBooks() async throws {
        let one = try await answer(BookEndpoint(service: service), try request(path: ["book_id": "sol"]))
        #expect(one.status == 200)
        #expect(one.body["authors"] == ["Gabriel García Márquez"])
        let none = try await answer(BookEndpoint(service: service), try request(path: ["book_id": "?"]))
        #expect(none.status == 404)
        #expect(none.body["message"] == "There is no book ?")
        let batch = try request(body: #"{"book_ids": ["it", "?", "sol", "it"]}"#)
        let several = try await answer(BooksBatchEndpoint(service: service), batch)
        #expect(several.body["books"]?.arrayValue?.map { $0["book_id"] } == ["it", "sol"])
        #expect(several.body["not_found"] == ["?"])
    }

    @Test func ratesAndRatesAgain() async throws {
        let rate = RateEndpoint(service: service)
        for (user, stars) in [("anna", 5), ("ben", 2), ("anna", 4)] {
            let body = #"{"user_id": "\#(user)", "rating": \#(stars)}"#
            let request = try request(path: ["book_id": "it"], body: body, reader: user)
            #expect(try await answer(rate, request).status == 200)
        }
        let last = #"{"rating": 3}"#
        let again = try await answer(rate, try request(path: ["book_id": "it"], body: last, reader: "ben"))
        #expect(again.body["previous_rating"] == 2)
        let ratings = try await answer(BookRatingsEndpoint(service: service), try request(path: ["book_id": "it"]))
        #expect(ratings.body["count"] == 2)
        #expect(ratings.body["average"] == 3.5)
        #expect(ratings.body["histogram"] == ["1": 0, "2": 0, "3": 1, "4": 1, "5": 0])
        let unknown = try await answer(rate, try request(path: ["book_id": "?"], body: last, reader: "ben"))
        #expect(unknown.status == 404)
    }

    @Test func nobodyRatesForOthers() async throws {
        let rate = RateEndpoint(service: service)
        let body = #"{"user_id": "anna", "rating": 1}"#
        let ben = try await answer(rate, try request(path: ["book_id": "it"], body: body, reader: "ben"))
        #expect(ben.status == 403)
        #expect(ben.body["message"] == "The token is of another reader than anna")
        #expect(try await answer(rate, try request(path: ["book_id": "it"], body: body)).status == 401)
        let ratings = try await answer(BookRatingsEndpoint(service: service), try request(path: ["book_id": "it"]))
        #expect(ratings.body["count"] == 0)
    }

    @Test func batchesAreReadInPages() async throws {
        let ids = #""book_ids": ["it", "?", "sol", "it", "hobbit"]"#
        let batch = BooksBatchEndpoint(service: service)
        let first = try await answer(batch, try request(body: "{\(ids), \"limit\": 2}"))
        #expect(first.body["books"]?.arrayValue?.map { $0["book_id"] } == ["it"])
        #expect(first.body["not_found"] == ["?"])
        #expect(first.body["next_cursor"] == "?")
        let second = try await answer(batch, try request(body: "{\(ids), \"limit\": 2, \"cursor\": \"?\"}"))
        #expect(second.body["books"]?.arrayValue?.map { $0["book_id"] } == ["sol", "hobbit"])
        #expect(second.body["next_cursor"] == nil)
        let wrong = try await answer(batch, try request(body: "{\(ids), \"cursor\": \"elsewhere\"}"))
        #expect(wrong.body["errors"] == ["cursor": "is not a cursor of this list"])
    }

    @Test func othersLearnHowABookIsRated() async throws {
        let events = FakeRatingEvents()
        var service = service
        service.ratingEvents = events
        let body = #"{"user_id": "anna", "rating": 4}"#
        for _ in 0..<2 {
            let request = try request(path: ["book_id": "it"], body: body, reader: "anna")
            #expect(try await answer(RateEndpoint(service: service), request).status == 200)
            // Whether they learn of it or not, the rating stands.
            events.fails.withLock { $0 = true }
        }
        #expect(events.all == ["it 4.0 1"])
    }

    @Test func pagesThroughAReadersRatings() async throws {
        let books = ["it", "sol", "hobbit", "ring", "hg"]
        for id in books {
            let request = try request(path: ["book_id": id], body: #"{"rating": 5}"#, reader: "anna")
            #expect(try await answer(RateEndpoint(service: service), request).status == 200)
        }
        var seen: [String] = []
        var cursor: String?
        repeat {
            var query = ["limit": "2"]
            query["cursor"] = cursor
            let request = try request(path: ["user_id": "anna"], query: query)
            let (status, body) = try await answer(UserRatingsEndpoint(service: service, readers: readers), request)
            #expect(status == 200)
            seen += (body["ratings"]?.arrayValue ?? []).compactMap { $0["book_id"]?.stringValue }
            #expect(body["ratings"]?[0]?["rated_at"] == "2023-11-14T22:13:20.000Z")
            cursor = body["next_cursor"]?.stringValue
        } while cursor != nil
        #expect(seen == books)
        let page = try request(path: ["user_id": "anna"], query: ["limit": "2"])
        let next = try await answer(UserRatingsEndpoint(service: service, readers: readers), page).body["next_cursor"]?
            .stringValue
        let query = ["cursor": try #require(next)]
        for (endpoint, path) in [
            (UserRatingsEndpoint(service: service, readers: readers) as any Endpoint, ["user_id": "ben"]),
            (BookRatingsEndpoint(service: service), ["book_id": "it"]),
        ] {
            let (status, body) = try await answer(endpoint, try request(path: path, query: query))
            #expect(status == 400)
            #expect(body["errors"] == ["cursor": "is not a cursor of this list"])
        }
        let strangers = UserRatingsEndpoint(service: service, readers: readers)
        #expect(try await answer(strangers, try request(path: ["user_id": "zoe"])).status == 404)
        _ = readers.add(Reader(id: "zoe", password: PasswordHash(salt: [], hash: []), registeredAt: 0))
        let (status, body) = try await answer(strangers, try request(path: ["user_id": "zoe"]))
        #expect(status == 200 && body["ratings"] == [])
    }

    @Test func saysThatItIsWell() async throws {
        let (status, body) = try await answer(HealthEndpoint(service: service), try request("GET /health"))
        #expect(status == 200)
        #expect(body == ["status": "ok"])
    }
}

private final class FakeRatingEvents: RatingEvents {
    private struct Failure: Error {}

    let fails = Mutex(false)
    private let told = Mutex<[String]>([])

    var all: [String] { told.withLock { $0 } }

    func changed(_ book: Book, at instant: Int) async throws {
        if fails.withLock({ $0 }) { throw Failure() }
        told.withLock { $0.append("\(book.id) \(book.tally.average ?? 0) \(book.tally.count)") }
    }
}
