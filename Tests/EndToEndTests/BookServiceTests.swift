import CurlHTTP
import Foundation
import JSON
import Synchronization
import Testing

/// The product as its users meet it: `hearth start` on the repository's template.
@Suite struct BookServiceTests {
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

    /// They are called by other functions and answer without a status.
    private static let workers = ["import-pages.json", "recommendations-worker.json"]

    /// What is answered other than 200: work in the background is accepted, nobody knows the id of a refresh
    /// beforehand, and there can be none without a cache.
    private static let statuses = [
        "import.json": [202], "recommendations-progress.json": [404], "recommendations-refresh.json": [202],
    ]

    @Test func everyEventFileInvokesItsFunction() async throws {
        let provider = try await RunningProvider("--books", "10")
        let hearth = try await started(provider: provider)
        let events = Program.repository + "/events"
        let names = try Program.functions(of: "Books").map { "\($0).json" }
        #expect(names.count == 18)
        // A reader must have rated something before there is a list of it, and books be imported before one can ask how.
        let first = ["rate.json", "import.json"]
        for name in first + names.sorted().filter({ !first.contains($0) }) {
            let result = try await hearth.workshop.hearth(
                "invoke",
                String(name.dropLast(5)),
                "--event",
                "\(events)/\(name)"
            )
            #expect(result.status == 0, "\(name): \(result)")
            let answer = try JSON(parsing: result.output)
            guard !Self.workers.contains(name) else { continue }
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
        for (reader, rating) in [("ann", 5), ("ben", 2), ("ann", 3)] {
            let rated = try await hearth.send(
                "POST",
                "/books/\(book)/rate",
                #"{"user_id":"\#(reader)","rating":\#(rating)}"#
            )
            #expect(rated.status == 200, "\(String(decoding: rated.body, as: UTF8.self))")
        }
        let ratings = try await hearth.json("GET", "/books/\(book)/ratings")
        #expect(ratings["count"]?.intValue == 2)
        #expect(ratings["average"]?.doubleValue == 2.5)
        #expect(ratings["ratings"]?.arrayValue?.count == 2)
        let mine = try await hearth.json("GET", "/users/ann/ratings")
        #expect(mine["ratings"]?.arrayValue?.count == 1)
        #expect(try await hearth.send("GET", "/books/nope").status == 404)
        let wrong = try await hearth.send("POST", "/books/\(book)/rate", #"{"user_id":"ann","rating":6}"#)
        #expect(wrong.status == 400)
        #expect(try JSON(parsing: wrong.body)["errors"]?["rating"] != nil)
        #expect(hearth.interrupt() == 0)
    }

    /// Whatever was acknowledged when Hearth is killed in the middle of ratings is there when it comes back.
    @Test func acknowledgedRatingsSurviveAKill() async throws {
        var hearth = try await started()
        let workshop = hearth.workshop
        var acknowledged: [String: Int] = [:]
        for round in 0..<3 {
            acknowledged.merge(await rateUntilKilled(hearth, round: round, killAfter: 40)) { $1 }
            hearth = try await RunningHearth(workshop)
        }
        #expect(acknowledged.count >= 120)
        for (reader, rating) in acknowledged {
            let list = try await hearth.json("GET", "/users/\(reader)/ratings")
            #expect(list["ratings"]?[0]?["rating"]?.intValue == rating, "\(reader)")
        }
        let summary = try await hearth.json("GET", "/books/c1/ratings")
        let total = (1...5).reduce(0) { $0 + (summary["histogram"]?["\($1)"]?.intValue ?? 0) }
        #expect(summary["count"]?.intValue == total)
        #expect(total >= acknowledged.count)
        #expect(hearth.interrupt() == 0)
    }

    /// Eight readers at a time rate one book after the other, until Hearth is killed once so many ratings have been
    /// acknowledged. Returns those.
    private func rateUntilKilled(_ hearth: RunningHearth, round: Int, killAfter limit: Int) async -> [String: Int] {
        let acknowledged = AcknowledgedRatings()
        await withTaskGroup(of: Void.self) { group in
            for rater in 0..<8 {
                group.addTask {
                    for number in 0..<1_000 {
                        let (reader, rating) = ("r\(round)-\(rater)-\(number)", number % 5 + 1)
                        let body = #"{"user_id":"\#(reader)","rating":\#(rating)}"#
                        guard let response = try? await hearth.send("POST", "/books/c1/rate", body) else { return }
                        guard response.status == 200 else { continue }
                        let count = acknowledged.add(reader, rating)
                        if count == limit { hearth.kill() }
                    }
                }
            }
        }
        return acknowledged.all
    }
}

private final class AcknowledgedRatings: Sendable {
    private let ratings = Mutex<[String: Int]>([:])

    var all: [String: Int] { ratings.withLock { $0 } }

    /// Returns how many there are now.
    func add(_ reader: String, _ rating: Int) -> Int {
        ratings.withLock { ratings in
            ratings[reader] = rating
            return ratings.count
        }
    }
}
