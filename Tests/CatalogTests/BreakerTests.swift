import CatalogStores
import ProductCatalog
import Testing

@Suite struct BreakerTests {
    @Test func opensAfterFailuresInARow() {
        var breaker = CircuitBreaker()
        for _ in 0..<4 { breaker.failed(now: 1_000) }
        #expect(breaker.state(now: 1_000) == .closed)
        let changes = [breaker.succeeded(), breaker.succeeded()]
        #expect(changes == [true, false] && breaker == CircuitBreaker())
        for _ in 0..<5 { breaker.failed(now: 1_000) }
        #expect(breaker.admission(now: 1_000) == .refused(until: 6_000))
        #expect(breaker.state(now: 5_999) == .open)
        #expect(breaker.admission(now: 6_000) == .probe && breaker.state(now: 6_000) == .halfOpen)
    }

    @Test func failuresFarApartAreNotInARow() {
        var breaker = CircuitBreaker()
        for minute in 0..<20 { breaker.failed(now: minute * 60_000) }
        #expect(breaker.state(now: 1_200_000) == .closed)
    }

    @Test func pausesLongerEachTimeTheFirstQuestionFails() {
        var breaker = CircuitBreaker()
        breaker.failed(5, now: 0)
        var pauses: [Int] = []
        for _ in 0..<6 {
            guard let until = breaker.openUntil else { break }
            // Failures of questions from before it opened change nothing.
            breaker.failed(3, now: until - 1)
            #expect(breaker.openUntil == until)
            breaker.failed(now: until)
            pauses.append((breaker.openUntil ?? 0) - until)
        }
        #expect(pauses == [10_000, 20_000, 40_000, 60_000, 60_000, 60_000])
        let isChanged = breaker.succeeded()
        #expect(isChanged && breaker.admission(now: 0) == .admitted)
    }

    @Test func nobodyAsksWhileItIsOpen() async {
        let catalog = FakeCatalog()
        await catalog.openBreaker()
        let asked = catalog.store.counts.probes
        await #expect(throws: StoreOutage.self) { try await catalog.breaker.ask { try await catalog.store.probe() } }
        #expect(catalog.store.counts.probes == asked)
    }

    @Test func oneAsksFirstAndDecidesForAll() async throws {
        let catalog = FakeCatalog()
        await catalog.openBreaker()
        catalog.store.set { $0.failure = nil }
        catalog.clock.advance(5_000)
        catalog.cache.set { $0.isClaimed = true }
        await #expect(throws: StoreOutage.self) { try await catalog.breaker.ask { try await catalog.store.probe() } }
        catalog.cache.set { $0.isClaimed = false }
        try await catalog.breaker.ask { try await catalog.store.probe() }
        #expect(await catalog.breaker.state() == .closed)
    }

    @Test func aWrongCallIsNoOutage() async {
        let catalog = FakeCatalog()
        for _ in 0..<10 {
            await #expect(throws: FakeStore.Refusal.self) {
                try await catalog.breaker.ask { throw FakeStore.Refusal() }
            }
        }
        #expect(catalog.cache.now.breaker == CircuitBreaker())
    }
}
