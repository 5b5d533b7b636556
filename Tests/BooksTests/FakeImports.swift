import BookCatalog
import JSON
import Synchronization

@testable import BookImports
@testable import Books

/// All that an import works with, in memory, with a clock that moves only when somebody sleeps.
final class FakeImports: Sendable {
    struct State {
        var now = 1_700_000_000_000
        var slept = 0
        var items: [String: [UInt8]] = [:]
        var generations: [Stage: Int] = [:]
        var cache: [String: (bytes: [UInt8], until: Int)] = [:]
        var isCacheBroken = false
        var pacer = RequestPacer()
        var imports: [String: ImportState] = [:]
        var latest: String?
        var published: [Int: String] = [:]
        var best = RecommendedPage()
        var catalogue: [String: Book] = [:]
        var publications = 0
        var recommended: [String] = []
        /// Each request: the page, and the etag it was known by.
        var requests: [(page: Int, etag: String?)] = []
        /// What the provider answers before it answers with pages, first one first.
        var troubles: [FetchedPage] = []
        /// Milliseconds that a request takes.
        var latency = 0
        var rows: [[JSON]]
        var called: [String] = []
        var reports: [String] = []
    }

    let state: Mutex<State>

    /// `pages`: how many pages of three books the provider has.
    init(pages: Int) {
        state = Mutex(State(rows: (0..<pages).map { page in (1...3).map { Self.row(page * 3 + $0) } }))
    }

    static func row(_ number: Int, name: String? = nil) -> JSON {
        [
            "work": JSON(number), "name": .string(name ?? "Volume number\(number)"), "lang": "eng",
            "creators": [["name": "Ann Author", "role": "author"]], "first_published": "1961-05",
            "community": ["score": 8, "votes": JSON(number * 100)],
        ]
    }

    let provider = Provider(
        name: "openshelf",
        baseURL: "http://shelf",
        key: "k",
        requestsPerSecond: 10,
        format: Openshelf.self
    )

    var service: ImportService {
        let services = ImportServices(
            stages: StageStore(cache: self, archive: self),
            source: self,
            pace: self,
            imports: self,
            catalogue: self,
            clock: ImportClock(
                now: { [self] in state.withLock(\.now) },
                sleep: { [self] in advance(max(0, $0), asleep: true) }
            )
        )
        return ImportService(
            services: services,
            callWorker: { [self] id in state.withLock { $0.called.append(id) } },
            provider: { [provider] in $0 == provider.name ? provider : nil },
            makeID: { [self] in "import-\(state.withLock { $0.imports.count + 1 })" }
        )
    }

    var now: Int { state.withLock(\.now) }
    var requestedPages: [Int] { state.withLock { $0.requests.map(\.page) } }

    func advance(_ milliseconds: Int, asleep: Bool = false) {
        state.withLock { state in
            state.now += milliseconds
            if asleep { state.slept += milliseconds }
        }
    }

    /// Starts an import and runs its workers to the end.
    func runImport(maxPages: Int? = nil) async throws -> ImportState {
        let (state, needsWorker) = try await Imports(service.services)
            .start(provider, lastPage: maxPages, makeID: service.makeID)
        if needsWorker { try await runWorkers(state.id) }
        return try #require(self.state.withLock { $0.imports[state.id] })
    }

    func runWorkers(_ id: String) async throws {
        var number = 0
        repeat {
            number += 1
            self.state.withLock { $0.called = [] }
            _ = try await ImportPagesHandler(service).work(
                id,
                owner: "worker-\(number)",
                deadline: now + 120_000,
                report: { [self] text in self.state.withLock { $0.reports.append(text) } }
            )
        } while !self.state.withLock(\.called).isEmpty
    }
}

import Testing

extension FakeImports: StageCache {
    struct Broken: Error {}

    func get(_ key: String) throws -> [UInt8]? {
        try state.withLock { state in
            if state.isCacheBroken { throw Broken() }
            return state.cache[key].flatMap { $0.until > state.now ? $0.bytes : nil }
        }
    }

    func set(_ key: String, _ bytes: [UInt8], lifetime: Duration) throws {
        try state.withLock { state in
            if state.isCacheBroken { throw Broken() }
            state.cache[key] = (bytes, state.now + Int(lifetime / .milliseconds(1)))
        }
    }
}

extension FakeImports: StageArchive {
    func read(_ key: StageKey) -> [UInt8]? { state.withLock { $0.items[key.scope + key.entry] } }

    func write(_ key: StageKey, _ bytes: [UInt8]) { state.withLock { $0.items[key.scope + key.entry] = bytes } }

    func generations(of provider: String) -> [Stage: Int] { state.withLock { $0.generations } }

    func invalidate(_ stages: some Collection<Stage> & Sendable, of provider: String) {
        state.withLock { state in for stage in stages { state.generations[stage, default: 0] += 1 } }
    }
}

extension FakeImports: PageSource {
    func fetch(_ page: Int, of provider: Provider, knownAs etag: String?, now: Int) -> FetchedPage {
        state.withLock { state in
            state.requests.append((page, etag))
            state.now += state.latency
            if !state.troubles.isEmpty { return state.troubles.removeFirst() }
            let rows = state.rows[page - 1]
            let next: JSON = page < state.rows.count ? JSON(page + 1) : .null
            let content = JSON.object(.init([("page", JSON(page)), ("next", next), ("items", .array(rows))])).bytes
            let known = "\"\(content.count)-\(content.reduce(0) { $0 &* 31 &+ Int($1) })\""
            return etag == known ? .unchanged : .page(content, etag: known)
        }
    }
}

extension FakeImports: Pace {
    func reserve(_ provider: String, now: Int, interval: Int, limit: Int) -> RequestPacer.Reservation {
        state.withLock { $0.pacer.reserve(now: now, interval: interval, limit: limit) }
    }

    func block(_ provider: String, until instant: Int, now: Int, interval: Int) {
        state.withLock { $0.pacer.block(until: instant, now: now, interval: interval) }
    }
}

extension FakeImports: ImportStore {
    func state(_ id: String) -> ImportState? { state.withLock { $0.imports[id] } }

    func latest(of provider: String) -> ImportState? {
        state.withLock { state in state.latest.flatMap { state.imports[$0] } }
    }

    func begin(_ new: ImportState, after previous: String?) -> Bool {
        state.withLock { state in
            guard state.latest == previous else { return false }
            state.latest = new.id
            state.imports[new.id] = new
            return true
        }
    }

    func advance(_ new: ImportState) -> Bool {
        state.withLock { state in
            guard state.imports[new.id]?.revision == new.revision - 1 else { return false }
            state.imports[new.id] = new
            return true
        }
    }

    func published(_ page: Int, of provider: String) -> String? { state.withLock { $0.published[page] } }

    func setPublished(_ page: Int, of provider: String, version: String) {
        state.withLock { $0.published[page] = version }
    }

    func merge(_ best: RecommendedPage, ofPage page: Int, of provider: String) -> RecommendedPage {
        state.withLock { state in
            state.best = state.best.replacing(page: page, with: best)
            return state.best
        }
    }

    func best(of provider: String) -> RecommendedPage { state.withLock(\.best) }
}

extension FakeImports: Catalogue {
    func recommend(_ bookIDs: [String]) { state.withLock { $0.recommended = bookIDs } }

    func publish(_ books: [Book], indexed: [IndexedBook]) {
        state.withLock { state in
            state.publications += 1
            for book in books { state.catalogue[book.id] = book }
        }
    }
}
