import BookCatalog
import JSON
import Synchronization
import Testing

@testable import BookImports
@testable import Books

/// Imports on doubles of everything around them.
struct ImportTests {
    @Test func takesAllPagesIntoTheCatalogue() async throws {
        let fake = FakeImports(pages: 4)
        let done = try await fake.runImport()
        #expect(done.status == .completed && done.totals.pages == 4 && done.totals.books == 12)
        #expect(fake.requestedPages == [1, 2, 3, 4])
        let books = fake.state.withLock(\.catalogue)
        #expect(books.count == 12)
        let first = try #require(books["openshelf-1"])
        #expect(first.title == "Volume number1" && first.authors == ["Ann Author"] && first.year == 1961)
        #expect(first.language == "en" && first.published == PublishedRatings(average: 4, count: 100))
        #expect(fake.state.withLock(\.best).best.first?.book_id == "openshelf-12")
        #expect(fake.state.withLock(\.recommended).first == "openshelf-12")
        for stage in Stage.allCases { #expect(done.totals.stages[stage]?.made == 4) }
    }

    @Test func neverDoesAgainWhatHolds() async throws {
        let fake = FakeImports(pages: 3)
        _ = try await fake.runImport()
        let again = try await fake.runImport()
        #expect(again.id == "import-2" && again.status == .completed && again.totals.books == 9)
        #expect(fake.requestedPages == [1, 2, 3])
        #expect(fake.state.withLock(\.publications) == 3)
        for stage in Stage.allCases {
            #expect(again.totals.stages[stage]?.held == 3 && again.totals.stages[stage]?.made == 0)
        }
    }

    @Test func aLostCacheCostsNoRequest() async throws {
        let fake = FakeImports(pages: 2)
        _ = try await fake.runImport()
        fake.state.withLock { $0.cache = [:] }
        let again = try await fake.runImport()
        #expect(fake.requestedPages == [1, 2] && again.totals.stages[.raw]?.held == 2)
        #expect(fake.state.withLock(\.cache).count == 8)
    }

    @Test func aCacheThatMissedTheLatestCostsNoRequest() async throws {
        let fake = FakeImports(pages: 2)
        _ = try await fake.runImport()
        let old = fake.state.withLock(\.cache)
        fake.invalidate(Stage.allCases, of: "openshelf")
        _ = try await fake.runImport()
        fake.state.withLock { $0.cache = old }
        let again = try await fake.runImport()
        #expect(fake.requestedPages == [1, 2, 1, 2] && again.totals.stages[.calculated]?.held == 2)
    }

    @Test func aBrokenCacheIsReportedAndDoneWithout() async throws {
        let fake = FakeImports(pages: 2)
        fake.state.withLock { $0.isCacheBroken = true }
        #expect(try await fake.runImport().status == .completed)
        #expect(try await fake.runImport().totals.stages[.raw]?.held == 2)
        #expect(fake.state.withLock(\.reports).contains { $0.hasPrefix("the cache does not answer") })
    }

    @Test func asksWhetherAnOldPageHasChanged() async throws {
        let fake = FakeImports(pages: 3)
        _ = try await fake.runImport()
        fake.advance(Stage.raw.lifetime.milliseconds)
        fake.state.withLock { $0.rows[1][0] = FakeImports.row(4, name: "Changed") }
        let again = try await fake.runImport()
        #expect(fake.state.withLock { $0.requests.dropFirst(3).allSatisfy { $0.etag != nil } })
        #expect(again.totals.stages[.raw]?.unchanged == 2 && again.totals.stages[.raw]?.made == 1)
        #expect(again.totals.stages[.mapped]?.held == 2 && again.totals.stages[.mapped]?.made == 1)
        #expect(fake.state.withLock(\.catalogue)["openshelf-4"]?.title == "Changed")
        #expect(fake.state.withLock(\.publications) == 4)
    }

    @Test(arguments: Stage.allCases) func anInvalidationReachesTheStagesBehind(_ stage: Stage) async throws {
        let fake = FakeImports(pages: 2)
        _ = try await fake.runImport()
        let path = ["id": "openshelf", "stage": stage.rawValue]
        let reply = try await answer(ImportInvalidationEndpoint(service: fake.service), try request(path: path))
        #expect(reply.status == 200)
        #expect(reply.body["invalidated"]?.arrayValue?.compactMap(\.stringValue) == stage.andFollowing.map(\.rawValue))
        let again = try await fake.runImport()
        for other in Stage.allCases {
            let isInvalid = stage.andFollowing.contains(other)
            #expect(again.totals.stages[other]?.made == (isInvalid ? 2 : 0), "\(other)")
        }
        // What is no longer trusted is fetched whole, not only asked for.
        #expect(fake.state.withLock { $0.requests.allSatisfy { $0.etag == nil } })
        #expect(fake.requestedPages.count == (stage == .raw ? 4 : 2))
    }

    @Test func rejectsMalformedRowsWithReasons() async throws {
        let fake = FakeImports(pages: 1)
        fake.state.withLock { state in
            state.rows[0] += [
                "text", ["work": 1, "name": "Twice"], ["name": "No number"], ["work": "7", "name": "X"], ["work": 8],
                ["work": 9, "name": "X", "creators": "text"], ["work": 10, "name": "X", "first_published": "soon"],
                ["work": 11, "name": "X", "community": ["score": 11, "votes": 1]],
            ]
        }
        let done = try await fake.runImport()
        #expect(done.totals.rows == 11 && done.totals.books == 3 && done.totals.rejected.count == 8)
        #expect(
            done.totals.rejected.reasons == [
                "the row is not an object": 1, "the page has the book twice": 1, "work is missing": 1,
                "work is not a whole number from 1 to 2147483647": 1, "name is missing": 1,
                "creators is not a list": 1, "first_published is no date": 1, "score is not a number from 0 to 10": 1,
            ]
        )
        #expect(done.totals.rejected.examples.first == .init(page: 1, row: 4, reason: "the row is not an object"))
    }

    // MARK: The provider's limits

    @Test func keepsItsDistanceBetweenRequests() async throws {
        let fake = FakeImports(pages: 5)
        _ = try await fake.runImport()
        #expect(fake.state.withLock(\.slept) == 400)
    }

    @Test func comesAgainWhenTheProviderSays() async throws {
        let fake = FakeImports(pages: 2)
        let start = fake.now
        fake.state.withLock { $0.troubles = [.limited(until: start + 7_000)] }
        let done = try await fake.runImport()
        #expect(done.status == .completed && done.totals.waits == 1 && done.totals.failures == 0)
        #expect(fake.requestedPages == [1, 1, 2] && fake.now - start >= 7_000)
    }

    @Test func pausesForALongWaitAndIsResumed() async throws {
        let fake = FakeImports(pages: 2)
        fake.state.withLock { $0.troubles = [.limited(until: $0.now + 1_800_000)] }
        let paused = try await fake.runImport()
        #expect(paused.status == .paused && paused.reason == "the provider wants no request for 1800 s")
        fake.advance(1_800_000)
        let done = try await fake.runImport()
        #expect(done.id == paused.id && done.status == .completed && done.totals.pages == 2)
    }

    @Test func waitsOverSeveralInvocations() async throws {
        let fake = FakeImports(pages: 1)
        fake.state.withLock { $0.troubles = [.limited(until: $0.now + 300_000)] }
        #expect(try await fake.runImport().status == .completed)
        #expect(fake.state.withLock(\.slept) >= 300_000)
    }

    @Test func triesAgainAndThenGivesUp() async throws {
        let fake = FakeImports(pages: 3)
        fake.state.withLock { $0.troubles = [.failed("500"), .failed("500")] }
        let done = try await fake.runImport()
        #expect(done.status == .completed && done.totals.failures == 2 && fake.requestedPages == [1, 1, 1, 2, 3])

        let broken = FakeImports(pages: 3)
        broken.state.withLock { $0.troubles = Array(repeating: .failed("500"), count: RetrySchedule.attempts) }
        let failed = try await broken.runImport()
        #expect(failed.status == .failed && failed.reason == "500" && failed.totals.pages == 0)
        #expect(try await broken.runImport().status == .completed)
        #expect(broken.state.withLock { $0.imports.count } == 1)
    }

    @Test func doesNotInsistWhereTheKeyIsWrong() async throws {
        let fake = FakeImports(pages: 3)
        fake.state.withLock { $0.troubles = [.refused("the provider answered 401: it does not accept the key")] }
        let failed = try await fake.runImport()
        #expect(failed.status == .failed && fake.requestedPages == [1])
    }

    /// A provider that does not look at the number would be read without end.
    @Test(arguments: [
        "<html>", #"{"page":2,"next":3,"items":[]}"#, #"{"page":1,"next":1,"items":[]}"#, #"{"next":2,"items":[]}"#,
    ])
    func aPageThatIsNotTheOneAskedForIsNotKept(_ content: String) async throws {
        let fake = FakeImports(pages: 1)
        fake.state.withLock { $0.troubles = [.page(Array(content.utf8), etag: nil)] }
        let done = try await fake.runImport()
        #expect(done.status == .completed && done.totals.failures == 1 && fake.requestedPages == [1, 1])
    }

    // MARK: Workers

    @Test func handsOverWhenTheTimeIsUp() async throws {
        let fake = FakeImports(pages: 12)
        fake.state.withLock { $0.latency = 20_000 }
        let done = try await fake.runImport()
        #expect(done.status == .completed && done.totals.pages == 12)
        #expect(fake.requestedPages == Array(1...12))
    }

    @Test func twoWorkersDoNotWorkOnOneImport() async throws {
        let fake = FakeImports(pages: 3)
        let (state, _) = try await Imports(fake.service.services)
            .start(fake.provider, lastPage: nil, makeID: { "one" })
        var leased = state
        #expect(leased.claim(owner: "first", deadline: fake.now + 60_000, now: fake.now) == .granted)
        #expect(fake.advance(leased))
        let handler = ImportPagesHandler(fake.service)
        #expect(try await handler.work("one", owner: "second", deadline: fake.now + 60_000) == .nothingToDo)
        #expect(fake.requestedPages.isEmpty)
        // Lambda tries the first one's invocation again after a crash: it has the same request id.
        #expect(try await handler.work("one", owner: "first", deadline: fake.now + 60_000) == .ended)
        #expect(try await handler.work("one", owner: "first", deadline: fake.now + 60_000) == .nothingToDo)
        #expect(fake.state("one")?.totals.pages == 3)
    }

    @Test func whoLostItsLeaseCountsNothing() async throws {
        let fake = FakeImports(pages: 2)
        var slow = ImportState(id: "one", provider: "openshelf", lastPage: nil, now: fake.now)
        #expect(fake.begin(slow, after: nil))
        #expect(slow.claim(owner: "slow", deadline: fake.now, now: fake.now) == .granted)
        #expect(fake.advance(slow))
        fake.advance(2_000)
        _ = try await ImportPagesHandler(fake.service).work("one", owner: "other", deadline: fake.now + 60_000)
        slow.finishPage(PageResult(next: 2, books: 3), now: fake.now)
        #expect(!fake.advance(slow))
        #expect(fake.state("one")?.totals.pages == 2)
    }

    // MARK: Endpoints

    @Test func startsOnceAndTellsHowFarItIs() async throws {
        let fake = FakeImports(pages: 3)
        let start = ImportEndpoint(service: fake.service)
        let accepted = try await answer(start, try request(path: ["id": "openshelf"], body: #"{"max_pages": 2}"#))
        #expect(accepted.status == 202 && accepted.body["status"] == "queued")
        let id = try #require(accepted.body["import_id"]?.stringValue)
        let again = try await answer(start, try request(path: ["id": "openshelf"]))
        #expect(again.body["import_id"]?.stringValue == id)
        _ = try await answer(start, try request(path: ["id": "openshelf"], body: #"{"max_pages": 2}"#))
        try await fake.runWorkers(id)
        let progress = ImportProgressEndpoint(service: fake.service)
        let (status, body) = try await answer(progress, try request(path: ["id": id]))
        #expect(status == 200 && body["status"] == "completed" && body["pages"] == 2 && body["books"] == 6)
        #expect(body["stages"]?["raw"] == ["held": 0, "made": 2, "unchanged": 0])
        #expect(body["recommended"]?[0] == "openshelf-6")
        #expect(try await answer(progress, try request(path: ["id": "nope"])).status == 404)
    }

    @Test func refusesWhatItCannotDo() async throws {
        let service = FakeImports(pages: 1).service
        let start = ImportEndpoint(service: service)
        #expect(try await answer(start, try request(path: ["id": "nobody"])).status == 404)
        for (body, field) in [
            (#"{"max_pages": 0}"#, "max_pages"), (#"{"max_pages": "all"}"#, "max_pages"), (#"{"pages": 1}"#, "pages"),
        ] {
            let reply = try await answer(start, try request(path: ["id": "openshelf"], body: body))
            #expect(reply.status == 400 && reply.body["errors"]?[field] != nil, "\(body)")
        }
        #expect(try await answer(start, try request(path: ["id": "openshelf"], body: "[")).status == 400)
        let invalidate = ImportInvalidationEndpoint(service: service)
        let path = ["id": "openshelf", "stage": "cooked"]
        let reply = try await answer(invalidate, try request(path: path))
        #expect(reply.status == 400)
        #expect(reply.body["errors"]?["stage"] == "must be one of raw, mapped, calculated, recommendation")
        #expect(
            try await answer(invalidate, try request(path: ["id": "nobody", "stage": "raw"])).status == 404
        )
    }
}
