import CurlHTTP
import Foundation
import JSON
import Programs
import Synchronization
import Testing

/// The product as its users meet it: `hearth start` on the repository's template.
@Suite(.fewAtATime) struct BookServiceTests {
    private func started(provider: RunningProvider? = nil) async throws -> RunningHearth {
        let workshop = try Workshop()
        try workshop.bookService(provider: provider?.url)
        let hearth = try await RunningHearth(workshop)
        let load = try await workshop.hearth(
            "load",
            "books",
            Program.repository + "/Functions/Books/Data/classics.jsonl"
        )
        #expect(load.status == 0 && load.output.contains(" books loaded, 0 of "), "\(load)")
        return hearth
    }

    /// No API stands between these and their callers: they answer without a status, or piece by piece.
    private static let workers = [
        "authorize-admin.json", "export-ratings.json", "import-pages.json", "recommendations-worker.json",
    ]

    /// What is answered other than 200: work in the background is accepted, nobody knows the id of a refresh
    /// beforehand, and there can be none without a cache.
    private static let statuses = [
        "import.json": [202], "recommendations-progress.json": [404], "recommendations-refresh.json": [202],
        "register.json": [201],
    ]

    @Test func everyEventFileInvokesItsFunction() async throws {
        let provider = try await RunningProvider("--books", "10")
        let hearth = try await started(provider: provider)
        let events = Program.repository + "/events"
        let names = try Program.functions(of: "Books").map { "\($0).json" }
        #expect(names.count == 26)
        // A reader must have registered before he logs in, and rated something before there is a list of it; books must
        // be imported before one can ask how.
        let first = ["register.json", "rate.json", "import.json"]
        for name in first + names.sorted().filter({ !first.contains($0) }) {
            let result = try await hearth.workshop.hearth(
                "invoke",
                String(name.dropLast(5)),
                "--event",
                "\(events)/\(name)"
            )
            #expect(result.status == 0, "\(name): \(result)")
            guard !Self.workers.contains(name) else { continue }
            let answer = try JSON(parsing: result.output)
            let isRight = Self.statuses[name, default: [200]].contains(answer["statusCode"]?.intValue ?? 0)
            #expect(isRight, "\(name): \(result.output)")
        }
        #expect(hearth.interrupt() == 0)
    }

    @Test func readersSearchReadAndRate() async throws {
        let hearth = try await started()
        let found = try await hearth.json("POST", "/search", #"{"query":"garcia marquez solitude","limit":1}"#)
        let book = try #require(found["books"]?[0]?["book_id"]?.stringValue)
        #expect(found["books"]?[0]?["title"] == "One Hundred Years of Solitude")
        let (ann, ben) = (try await hearth.token(of: "ann"), try await hearth.token(of: "ben"))
        for (token, rating) in [(ann, 5), (ben, 2), (ann, 3)] {
            let rated = try await hearth.send("POST", "/books/\(book)/rate", #"{"rating":\#(rating)}"#, token: token)
            #expect(rated.status == 200, "\(String(decoding: rated.body, as: UTF8.self))")
        }
        let ratings = try await hearth.json("GET", "/books/\(book)/ratings")
        #expect(ratings["count"]?.intValue == 2)
        #expect(ratings["average"]?.doubleValue == 2.5)
        #expect(ratings["ratings"]?.arrayValue?.count == 2)
        let mine = try await hearth.json("GET", "/users/ann/ratings")
        #expect(mine["ratings"]?.arrayValue?.count == 1)
        #expect(try await hearth.send("GET", "/books/nope").status == 404)
        let wrong = try await hearth.send("POST", "/books/\(book)/rate", #"{"rating":6}"#, token: ann)
        #expect(wrong.status == 400)
        #expect(try JSON(parsing: wrong.body)["errors"]?["rating"] != nil)
        #expect(hearth.interrupt() == 0)
    }

    /// Who may do what: readers rate for themselves, administrators refresh, partners read with their keys.
    @Test func everyoneShowsWhoTheyAre() async throws {
        let hearth = try await started()
        let ann = try await hearth.token(of: "ann")
        let rate = "/books/c1/rate"
        for token in [nil, "x", "x.y.z", String(ann.dropLast(8)) + "AAAAAAAA"] {
            #expect(try await hearth.send("POST", rate, #"{"rating":5}"#, token: token).status == 401)
        }
        let other = try await hearth.send("POST", rate, #"{"user_id":"ben","rating":5}"#, token: ann)
        #expect(other.status == 403)

        let refresh = "/recommendations/refresh"
        #expect(try await hearth.send("POST", refresh).status == 401)
        #expect(try await hearth.send("POST", refresh, token: ann).status == 403)
        #expect(try await hearth.send("POST", refresh, token: try await hearth.adminToken()).status == 202)

        let books = #"{"book_ids":["c1","c2"],"limit":1}"#
        #expect(try await hearth.send("POST", "/partner/books", books).status == 403)
        #expect(try await hearth.send("POST", "/partner/books", books, key: "nobody's").status == 403)
        let page = try await hearth.send("POST", "/partner/books", books, key: "free-key-for-trying-out")
        #expect(page.status == 200)
        #expect(try JSON(parsing: page.body)["next_cursor"] == "c1")
        // The free plan lets five through at once and two a second.
        var statuses: Set<Int> = []
        for _ in 0..<1_000 where !statuses.contains(429) {
            statuses.insert(
                try await hearth.send("POST", "/v1/partner/search", "{}", key: "free-key-for-trying-out").status
            )
        }
        #expect(statuses.contains(429))
        #expect(try await hearth.send("POST", "/partner/books", books, key: "paid-key-for-trying-out").status == 200)
        #expect(hearth.interrupt() == 0)
    }

    /// Whatever was acknowledged when Hearth is killed in the middle of ratings is there when it comes back; so is the
    /// key that the readers' tokens are signed with.
    @Test func acknowledgedRatingsSurviveAKill() async throws {
        var hearth = try await started()
        let workshop = hearth.workshop
        var tokens: [String: String] = [:]
        for number in 0..<8 { tokens["r\(number)"] = try await hearth.token(of: "r\(number)") }
        var acknowledged: Set<Rated> = []
        for round in 0..<3 {
            let book = round * 100
            acknowledged.formUnion(await rateUntilKilled(hearth, tokens, firstBook: book, killAfter: 40))
            hearth = try await RunningHearth(workshop)
        }
        #expect(acknowledged.count >= 120)
        for reader in tokens.keys {
            let list = try await hearth.json("GET", "/users/\(reader)/ratings?limit=100")
            let books = Set((list["ratings"]?.arrayValue ?? []).compactMap { $0["book_id"]?.stringValue })
            #expect(books.isSuperset(of: acknowledged.filter { $0.reader == reader }.map(\.book)), "\(reader)")
        }
        let summary = try await hearth.json("GET", "/books/c1/ratings")
        let total = (1...5).reduce(0) { $0 + (summary["histogram"]?["\($1)"]?.intValue ?? 0) }
        #expect(summary["count"]?.intValue == total)
        #expect(total >= acknowledged.filter { $0.book == "c1" }.count)
        #expect(hearth.interrupt() == 0)
    }

    /// The readers rate one book after the other, until Hearth is killed once so many ratings have been acknowledged.
    /// Returns those.
    private func rateUntilKilled(
        _ hearth: RunningHearth,
        _ tokens: [String: String],
        firstBook: Int,
        killAfter limit: Int
    ) async -> Set<Rated> {
        let acknowledged = AcknowledgedRatings()
        await withTaskGroup(of: Void.self) { group in
            for (reader, token) in tokens {
                group.addTask {
                    for number in 1...100 {
                        let book = "c\(firstBook + number)"
                        guard
                            let response = try? await hearth.send(
                                "POST",
                                "/books/\(book)/rate",
                                #"{"rating":4}"#,
                                token: token
                            )
                        else { return }
                        guard response.status == 200 else { continue }
                        if acknowledged.add(Rated(reader: reader, book: book)) == limit { hearth.kill() }
                    }
                }
            }
        }
        return acknowledged.all
    }
}

private struct Rated: Hashable {
    var reader: String
    var book: String
}

private final class AcknowledgedRatings: Sendable {
    private let ratings = Mutex<Set<Rated>>([])

    var all: Set<Rated> { ratings.withLock { $0 } }

    /// Returns how many there are now.
    func add(_ rating: Rated) -> Int {
        ratings.withLock { ratings in
            ratings.insert(rating)
            return ratings.count
        }
    }
}
