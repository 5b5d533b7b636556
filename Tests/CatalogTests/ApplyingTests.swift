import CatalogStores
import ProductCatalog
import Synchronization
import Testing

@testable import Catalog

@Suite struct ApplyingTests {
    private let catalog = FakeCatalog()
    private let rejected = FakeRejected()
    private let topic = FakeTopic()

    private var batch: UpdateBatch {
        UpdateBatch(
            store: catalog.store,
            cache: catalog.cache,
            breaker: catalog.breaker,
            rejected: rejected,
            notices: topic
        )
    }

    /// Messages `m0`, `m1` …
    private func apply(_ updates: ProductUpdate...) async throws -> Set<String> {
        await batch.apply(try updates.enumerated().map { .init(id: "m\($0)", body: try $1.json) })
    }

    @Test func appliesABatchAndForgetsWhatIsCached() async throws {
        await catalog.cache.keep([ProductRecord(productID: "p"), ProductRecord(productID: "q")])
        #expect(try await apply(.product(), .price(), .price("p", 3, 900), .price("p", 2, 800)) == [])
        #expect(catalog.store.all["p"]?.price?.content.amount == 900)
        #expect(catalog.cache.now.fresh.keys.sorted() == ["q"])
    }

    @Test func aSecondDeliveryLeavesNoTraceButForgetsAgain() async throws {
        #expect(try await apply(.product(), .price()) == [])
        let before = catalog.store.all
        await catalog.cache.keep(Array(before.values))
        #expect(try await apply(.product(), .price()) == [])
        #expect(catalog.store.all == before && catalog.cache.now.fresh.isEmpty)
    }

    @Test func whatCanNeverBeAppliedIsRejectedAndTheRestIsNot() async throws {
        catalog.store.set { $0.refused = ["e7"] }
        let failed = await batch.apply([
            .init(id: "bad", body: "{"), .init(id: "good", body: try ProductUpdate.price().json),
            .init(id: "refused", body: try ProductUpdate.price("p", 7).json),
        ])
        #expect(failed == [])
        #expect(rejected.bodies == ["{", try ProductUpdate.price("p", 7).json])
        #expect(catalog.store.all["p"]?.price?.version == 1)
    }

    @Test func whatCannotBeRejectedComesAgain() async {
        rejected.fails.withLock { $0 = true }
        #expect(await batch.apply([.init(id: "bad", body: "{")]) == ["bad"])
    }

    @Test func givesMessagesBackWhileTheStoreIsDown() async throws {
        catalog.store.set { $0.failure = StoreOutage("down") }
        for _ in 0..<5 { #expect(try await apply(.product(), .price()) == ["m0", "m1"]) }
        let writes = catalog.store.counts.writes
        #expect(try await apply(.product(), .price()) == ["m0", "m1"])
        #expect(catalog.store.counts.writes == writes, "the breaker is open")
        catalog.store.set { $0.failure = nil }
        catalog.clock.advance(5_000)
        #expect(try await apply(.product(), .price()) == [])
        #expect(catalog.store.counts.probes == 1)
        #expect(catalog.cache.now.breaker == CircuitBreaker() && catalog.store.all["p"]?.price != nil)
    }

    @Test func publishesALowerPriceAndAHighRating() async throws {
        _ = try await apply(.product(), .price("p", 1, 1_000), .rating("p", 1, 4.0))
        #expect(topic.notices.isEmpty)
        #expect(try await apply(.price("p", 2, 750), .rating("p", 2, 4.6)) == [])
        #expect(topic.notices.map(\.notice).sorted { $0.rawValue < $1.rawValue } == [.priceDropped, .ratedHighly])
        let drop = try #require(topic.notices.first { $0.notice == .priceDropped })
        #expect(drop.percent == 25 && drop.title == "Lamp" && drop.category == "lamps")
        #expect(drop.text == "Lamp is 25 % cheaper: now €7.50")
        // Higher again, and rated highly as before.
        #expect(try await apply(.price("p", 3, 800), .rating("p", 3, 4.7)) == [])
        #expect(topic.notices.count == 2)
    }

    @Test func aNoticeThatCouldNotBePublishedComesWithTheSecondDelivery() async throws {
        _ = try await apply(.price("p", 1, 1_000))
        topic.fails.withLock { $0 = true }
        #expect(try await apply(.price("p", 2, 500), .inventory()) == ["m0"])
        topic.fails.withLock { $0 = false }
        #expect(try await apply(.price("p", 2, 500)) == [])
        #expect(topic.notices.map(\.id) == ["p#price_dropped#2"])
        // A newer price is there: what the late event said is of no interest any more.
        _ = try await apply(.price("p", 3, 600))
        #expect(try await apply(.price("p", 2, 500)) == [])
        #expect(topic.notices.count == 1)
    }
}

private final class FakeTopic: NoticeTopic {
    let fails = Mutex(false)
    private let all = Mutex<[ProductNotice]>([])

    var notices: [ProductNotice] { all.withLock { $0 } }

    func publish(_ notices: [ProductNotice]) async throws -> Set<Int> {
        if fails.withLock({ $0 }) { return Set(notices.indices) }
        all.withLock { $0 += notices }
        return []
    }
}
