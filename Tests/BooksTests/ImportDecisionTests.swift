import BookCatalog
import Testing

@testable import BookImports

/// What imports decide, with the time handed in.
struct ImportDecisionTests {
    private let hour = 3_600_000

    private func decide(
        _ stage: Stage,
        _ facts: StageEntry.Facts?,
        generation: Int = 2,
        source: String = "s",
        after milliseconds: Int = 1
    ) -> StageDecision {
        StageDecision(stage, facts, generation: generation, source: source, now: 1_000_000 + milliseconds)
    }

    private func facts(_ stage: Stage = .raw, etag: String? = nil) -> StageEntry.Facts {
        .init(generation: 2, version: stage.version, source: "s", madeAt: 1_000_000, etag: etag)
    }

    @Test func keepsWhatHolds() {
        for stage in Stage.allCases {
            let lifetime = stage.lifetime.milliseconds
            #expect(decide(stage, facts(stage), after: lifetime - 1) == .keep)
            #expect(decide(stage, facts(stage), after: lifetime) == .make(.expired))
            #expect(decide(stage, facts(stage), after: -5) == .keep)
            #expect(decide(stage, nil) == .make(.absent))
            #expect(decide(stage, facts(stage), generation: 3) == .make(.invalidated))
            #expect(decide(stage, facts(stage), source: "t") == .make(.otherSource))
        }
        var old = facts(.mapped)
        old.version -= 1
        #expect(decide(.mapped, old) == .make(.otherVersion))
    }

    @Test func asksForWhatMayStillBeTheSame() {
        #expect(decide(.raw, facts(etag: "e"), after: hour - 1) == .keep)
        #expect(decide(.raw, facts(etag: "e"), after: hour) == .ask(etag: "e"))
        #expect(decide(.raw, facts(etag: "e"), generation: 3, after: hour) == .make(.invalidated))
    }

    @Test func entriesComeBackFromTheirBytes() throws {
        let entry = StageEntry(facts: facts(etag: "\"x\n\""), content: [0, 10, 255])
        #expect(StageEntry(bytes: try entry.bytes()) == entry)
        #expect(StageEntry(bytes: []) == nil && StageEntry(bytes: Array("{}\nx".utf8)) == nil)
        #expect(entry.fingerprint != StageEntry(facts: facts(), content: [0, 10, 254]).fingerprint)
    }

    @Test func keysAreWhatTheTableSays() {
        let key = StageKey(provider: "openshelf", stage: .mapped, page: 12)
        #expect(key.cacheKey == "import:openshelf:mapped:12")
        #expect(key.scope == "stage#openshelf#mapped" && key.entry == "page#00000012")
    }

    @Test func requestsKeepADistance() {
        var pacer = RequestPacer()
        let turns = (0..<4).map { _ in pacer.reserve(now: 1_000, interval: 200, limit: 1_500) }
        #expect(turns == [.at(1_000), .at(1_200), .at(1_400), .notBefore(1_600)])
        #expect(pacer.reserve(now: 5_000, interval: 200, limit: 5_000) == .at(5_000))
    }

    @Test func aBlockHoldsForEverybody() {
        var pacer = RequestPacer()
        pacer.block(until: 9_000, now: 1_000, interval: 10)
        pacer.block(until: 4_000, now: 1_000, interval: 10)
        #expect(pacer.reserve(now: 2_000, interval: 10, limit: 8_000) == .notBefore(9_000))
        #expect(pacer.reserve(now: 9_000, interval: 10, limit: 9_000) == .at(9_000))
        pacer.block(until: .max, now: 10_000, interval: 10)
        #expect(pacer.blockedUntil == 10_000 + RequestPacer.longestBlock)
    }

    /// A provider that takes a request every half second, and says no more than that when it is asked too often.
    @Test func learnsFromWhoIsAskedTooOften() {
        var (pacer, now, takesAt, refused, pages) = (RequestPacer(), 1_000_000, 0, 0, 0)
        while pages < 100 {
            guard case .at(let instant) = pacer.reserve(now: now, interval: 100, limit: .max) else { return }
            now = instant
            if now >= takesAt {
                (takesAt, pages) = (now + 500, pages + 1)
            } else {
                refused += 1
                pacer.block(until: now + 1_000, now: now, interval: 100)
            }
        }
        #expect(refused == 3 && pacer.learned == 800)
    }

    @Test func learnsOnceOfRequestsThatWereUnderWayAndForgets() {
        var pacer = RequestPacer()
        for late in 0..<5 { pacer.block(until: 100_500, now: 100_000 + late, interval: 100) }
        pacer.block(until: 100_000, now: 100_150, interval: 100)
        #expect(pacer.learned == 200)
        func distance(_ now: Int) -> Int {
            var copy = pacer
            _ = copy.reserve(now: now, interval: 100, limit: .max)
            return copy.nextAt - now
        }
        #expect(distance(200_000) == 200 && distance(699_999) == 200)
        #expect(distance(700_000) == 100 && distance(90_000_000) == 100 && distance(.max / 2) == 100)
        for turn in 1...20 { pacer.block(until: 0, now: 200_000 * turn, interval: 50_000) }
        #expect(pacer.learned == 60_000)
    }

    @Test func aWrongClockDoesNotBlockForEver() {
        var pacer = RequestPacer(nextAt: 50_000_000)
        #expect(pacer.reserve(now: 1_000, interval: 10, limit: 1_000) == .at(1_000))
    }

    @Test func readsWhenToComeAgain() {
        #expect(RetryAfter.instant("120", now: 5) == 120_005)
        #expect(RetryAfter.instant("-3", now: 5) == 5)
        #expect(RetryAfter.instant("Sun, 06 Nov 1994 08:49:37 GMT", now: 5) == 784_111_777_000)
        #expect(RetryAfter.instant("soon", now: 5) == nil && RetryAfter.instant("", now: 5) == nil)
        #expect(RetryAfter.instant("Sun, 99 Nov 1994 08:49:37 GMT", now: 5) == nil)
    }

    @Test func readsAnswers() {
        func read(_ status: Int, _ retryAfter: String? = nil) -> FetchedPage {
            FetchedPage(status: status, etag: "e", retryAfter: retryAfter, body: [1], now: 1_000)
        }
        #expect(read(200) == .page([1], etag: "e") && read(304) == .unchanged)
        #expect(read(429, "2") == .limited(until: 3_000) && read(429) == .limited(until: nil))
        #expect(read(503, "2") == .limited(until: 3_000) && read(503) == .failed("the provider answered 503"))
        #expect(read(404) == .refused("the provider answered 404"))
    }

    @Test func waitsLongerEachTime() {
        let limits = (1...RetrySchedule.attempts).map { RetrySchedule.delay(afterFailure: $0, jitter: 1) }
        #expect(limits == [500, 1_000, 2_000, 4_000, 8_000, nil])
        #expect(RetrySchedule.delay(afterFailure: 3, jitter: 0.25) == 500)
    }

    @Test func aProviderIsConfiguredByTheEnvironment() throws {
        let complete = ["OPENSHELF_URL": "https://shelf/", "OPENSHELF_KEY": "k"]
        let provider = try #require(try Provider("openshelf", environment: complete))
        #expect(provider.url(ofPage: 3) == "https://shelf/v1/books?page=3&per_page=50" && provider.interval == 200)
        #expect(try Provider("other", environment: complete) == nil)
        for (variable, value) in [
            ("OPENSHELF_URL", "shelf"), ("OPENSHELF_KEY", ""), ("OPENSHELF_REQUESTS_PER_SECOND", "0"),
            ("OPENSHELF_REQUESTS_PER_SECOND", "nan"),
        ] {
            let error = #expect(throws: ProviderConfigurationError.self) {
                try Provider("openshelf", environment: complete.merging([variable: value]) { $1 })
            }
            #expect(error?.variable == variable)
        }
    }

    @Test func anIndexIsBroughtUpToDate() {
        let others = [
            Book(id: "a", title: "Deep Sea", authors: ["Ann"]),
            Book(id: "openshelf-1", title: "Deep Space", authors: ["Bob"]),
        ]
        let changed = Book(id: "openshelf-1", title: "Deep Time", authors: ["Bob"], language: "de")
        func index(_ books: [Book]) -> [String: IndexTerm] {
            var builder = IndexBuilder()
            for book in books { builder.add(book) }
            return Dictionary(uniqueKeysWithValues: builder.terms.map { ($0, builder.term($0)) })
        }
        var updated = index(others)
        let new = index([changed])
        for text in IndexedBook(others[1]).terms.union(new.keys) {
            updated[text] = (updated[text] ?? IndexTerm(text: text))
                .replacing(["openshelf-1"], with: new[text] ?? IndexTerm(text: text))
        }
        let expected = index([others[0], changed])
        for (text, term) in updated { #expect(term == expected[text] ?? IndexTerm(text: text), "\(text)") }
        #expect(updated["space"]?.words.isEmpty == true && updated["*de"]?.words.count == 1)
    }

    @Test func whatIsCalculatedIsWhatTheIndexSays() {
        let rejected = RejectedRows()
        #expect(rejected.count == 0)
        let book = Book(
            id: "17",
            title: "Solaris: A Novel",
            authors: ["Stanisław Lem"],
            year: 1961,
            language: "pl",
            published: PublishedRatings(average: 4, count: 900)
        )
        let mapped = try? MappedBook(book, prefix: "openshelf")
        #expect(mapped?.book.id == "openshelf-17")
        #expect(mapped.map { IndexedBook($0.book).places } == IndexedBook(book).places)
    }
}
