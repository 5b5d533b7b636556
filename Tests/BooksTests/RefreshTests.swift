import BookCatalog
import BookTables
import JSON
import LambdaEvents
import Synchronization
import Testing

@testable import Books

struct RefreshTests {
    /// Workers that are started, but work only when the test says so.
    final class Workers: RefreshWorkers {
        struct Refused: Error {}

        private let state = Mutex((started: [String](), refuses: false))
        var started: [String] { state.withLock { $0.started } }
        func refuse() { state.withLock { $0.refuses = true } }

        func start(_ id: String) throws {
            try state.withLock { state in
                if state.refuses { throw Refused() }
                state.started.append(id)
            }
        }
    }

    final class Clock: Sendable {
        private let milliseconds = Mutex(1_700_000_000_000)
        var now: Int { milliseconds.withLock { $0 } }
        func advance(_ step: Int) { milliseconds.withLock { $0 += step } }
    }

    private let cache = FakeCache()
    private let clock = Clock()
    private let workers = Workers()
    private let service: BookService

    /// Sixty readers: three pages.
    init() {
        let stores = FakeStores()
        for number in 100..<160 {
            for book in ["hobbit", "ring", "it"].prefix(1 + number % 3) {
                _ = stores.rate(RatingItem(userID: "u\(number)", bookID: book, rating: 4, ratedAt: number))
            }
        }
        var service = stores.service
        service.cache = cache
        service.warn = { _ in }
        service.now = { [clock] in clock.now }
        self.service = service
    }

    private func post(_ body: String? = nil, id: String = "first") async throws -> (status: Int, body: JSON) {
        let endpoint = RefreshEndpoint(service: service, workers: workers) { id }
        return try await answer(endpoint, try request("POST /recommendations/refresh", body: body))
    }

    private func progress(_ id: String = "first") async throws -> (status: Int, body: JSON) {
        try await answer(RefreshProgressEndpoint(service: service), try request(path: ["id": id]))
    }

    private var worker: RefreshWorker { RefreshWorker(service: service, workers: workers) }

    @Test func warmsTheCacheOfAllReaders() async throws {
        let begun = try await post()
        #expect(begun.status == 202)
        #expect(begun.body["status"] == "running")
        #expect(workers.started == ["first"])
        let output = try await worker.work(on: "first", owner: "a", until: clock.now + 45_000)
        #expect(output == .init(status: "done", pages: 3))
        #expect(cache.readers.count == 60)
        let done = try await progress()
        #expect(done.body["status"] == "done")
        #expect(done.body["warmed"] == 60)
        #expect(done.body["failed"] == 0)
    }

    @Test func continuesItselfWhenTheTimeIsNearlyUp() async throws {
        _ = try await post()
        for page in 1...2 {
            let output = try await worker.work(on: "first", owner: "a\(page)", until: clock.now + 10_000)
            #expect(output == .init(status: "continues", pages: 1))
            #expect(try await progress().body["warmed"] == JSON(page * 25))
            #expect(workers.started.count == page + 1)
        }
        let last = try await worker.work(on: "first", owner: "a3", until: clock.now + 10_000)
        #expect(last == .init(status: "done", pages: 1))
    }

    @Test func aCrashedWorkersPagesCountOnce() async throws {
        _ = try await post()
        // The first invocation has done one page, is at the next, and dies there.
        let now = clock.now
        var refresh = try #require(
            try await service.refreshes.claim("first", owner: "a", now: now, until: now + 45_000)
        )
        let page = try await service.refreshes.readers(since: 0, after: nil, limit: 25)
        refresh.pages = 1
        refresh.warmed = 25
        refresh.cursor = page.next
        #expect(try await service.refreshes.update(refresh, pages: 0))
        // A duplicate of its event finds the refresh taken; the retry of its own does not.
        #expect(try await worker.work(on: "first", owner: "b", until: now + 90_000).status == "not mine")
        clock.advance(60_000)
        #expect(try await worker.work(on: "first", owner: "b", until: clock.now + 45_000).status == "done")
        #expect(try await progress().body["warmed"] == 60)
        // What the dead one would still write is refused.
        #expect(try await !service.refreshes.update(refresh, pages: 1))
        #expect(try await worker.work(on: "first", owner: "a", until: clock.now + 45_000).status == "not mine")
    }

    @Test func aSecondRefreshIsTheFirstWhileThatRuns() async throws {
        _ = try await post()
        let second = try await post(id: "second")
        #expect((second.status, second.body["id"]) == (202, "first"))
        #expect(workers.started == ["first"])
        _ = try await worker.work(on: "first", owner: "a", until: clock.now + 45_000)
        #expect(try await post(id: "third").body["id"] == "third")
    }

    @Test func aStalledRefreshGoesOn() async throws {
        _ = try await post()
        clock.advance(Refresh.patience + 1)
        #expect(try await progress().body["status"] == "stalled")
        #expect(try await post(id: "second").body["id"] == "first")
        #expect(workers.started == ["first", "first"])
    }

    @Test func aRefreshWithoutWorkerHasFailed() async throws {
        workers.refuse()
        await #expect(throws: Workers.Refused.self) { try await post() }
        #expect(try await progress().body["status"] == "failed")
        #expect(try await progress("other").status == 404)
    }

    @Test func endsWhenTheCacheIsGone() async throws {
        _ = try await post()
        cache.isDown = true
        #expect(try await worker.work(on: "first", owner: "a", until: clock.now + 45_000).status == "failed")
        #expect(try await progress().body["failed"] == 25)
        var without = service
        without.cache = nil
        let endpoint = RefreshEndpoint(service: without, workers: workers)
        #expect(try await answer(endpoint, try request()).status == 503)
    }

    @Test func inputIsChecked() async throws {
        let (status, body) = try await post(#"{"active_days": 0, "force": true}"#)
        #expect(status == 400)
        #expect(body["errors"]?["active_days"] == "must be a whole number from 1 to 3650")
        #expect(body["errors"]?["force"] == "is not a field of this request")
        #expect(workers.started.isEmpty)
    }
}
