import CatalogStores
import JSON
import ProductCatalog
import Synchronization
import Testing

@testable import Catalog

@Suite struct RecoveryTests {
    private let catalog = FakeCatalog()
    private let deadLetters = FakeDeadLetters()

    private var recovery: RecoveryHandler {
        RecoveryHandler(store: catalog.store, breaker: catalog.breaker, deadLetters: deadLetters)
    }

    @Test func asksNothingWhileAllIsWell() async throws {
        #expect(try await recovery.recover() == .init(breaker: .closed, dead_letters: 0, replays: false))
        #expect(catalog.store.counts.probes == 0)
    }

    @Test func replaysWhenTheStoreAnswersAgain() async throws {
        deadLetters.waiting.withLock { $0 = 7 }
        await catalog.openBreaker()
        #expect(try await recovery.recover() == .init(breaker: .open, dead_letters: 7, replays: false))
        catalog.clock.advance(5_000)
        // The first question fails: open again, for longer.
        #expect(try await recovery.recover() == .init(breaker: .open, dead_letters: 7, replays: false))
        catalog.store.set { $0.failure = nil }
        catalog.cache.set { $0.isClaimed = false }
        catalog.clock.advance(9_000)
        #expect(try await recovery.recover().breaker == .open)
        #expect(deadLetters.replays.withLock { $0 } == 0)
        catalog.clock.advance(1_000)
        #expect(try await recovery.recover() == .init(breaker: .closed, dead_letters: 7, replays: true))
        #expect(deadLetters.replays.withLock { $0 } == 1)
    }

    @Test func doesNotReplayIntoAnOutage() async throws {
        deadLetters.waiting.withLock { $0 = 1 }
        catalog.store.set { $0.failure = StoreOutage("down") }
        #expect(try await recovery.recover() == .init(breaker: .closed, dead_letters: 1, replays: false))
        #expect(deadLetters.replays.withLock { $0 } == 0)
    }

    @Test func tellsHowItIs() async throws {
        let endpoint = CatalogHealthEndpoint(breaker: catalog.breaker, deadLetters: deadLetters)
        #expect(
            try await answer(endpoint, try request()).body == ["status": "ok", "breaker": "closed", "dead_letters": 0]
        )
        await catalog.openBreaker()
        #expect(
            try await answer(endpoint, try request()).body
                == ["status": "degraded", "breaker": "open", "dead_letters": 0]
        )
    }
}

private final class FakeDeadLetters: DeadLetters {
    let waiting = Mutex(0)
    let replays = Mutex(0)

    func count() async throws -> Int { waiting.withLock { $0 } }
    func replay() async throws { replays.withLock { $0 += 1 } }
}
