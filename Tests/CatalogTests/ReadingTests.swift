import CatalogStores
import JSON
import ProductCatalog
import Testing

@testable import Catalog

@Suite struct ReadingTests {
    private let catalog = FakeCatalog()

    private var aggregator: Aggregator {
        Aggregator(backends: LocalBackends(reader: catalog.reader), patience: { _ in .seconds(5) })
    }

    @Test func readsThroughTheCache() async throws {
        try await catalog.given(.product(), .price())
        for _ in 0..<3 { #expect(try await catalog.reader.read(["p", "q"]).records.keys.sorted() == ["p"]) }
        // Only what no product has is asked for again.
        #expect(catalog.store.counts.reads == 3)
        #expect(try await catalog.reader.read(["p"]) == ProductsRead(records: catalog.store.all))
        #expect(catalog.store.counts.reads == 3)
    }

    @Test func servesOlderCopiesWhileTheStoreIsDown() async throws {
        try await catalog.given(.product(), .price())
        _ = try await catalog.reader.read(["p"])
        _ = await catalog.cache.forget(["p"])
        await catalog.openBreaker()
        let read = try await catalog.reader.read(["p", "q"])
        #expect(read.records["p"]?.price?.content.amount == 1_000)
        #expect(read.stale == ["p"] && read.unavailable == ["q"] && read.unknown.isEmpty)
        #expect(catalog.store.counts.reads == 1)
    }

    @Test func putsTogetherWhatTheBackendsSay() async throws {
        try await catalog.given(.product(), .inventory("p", 1, 3), .price(), .rating("p", 1, 4.2))
        let endpoint = ProductEndpoint(aggregator: aggregator)
        let query = ["client": "desktop", "currency": "USD"]
        let (status, body) = try await answer(endpoint, try request(path: ["id": "p"], query: query))
        #expect(status == 200)
        #expect(
            body == [
                "product_id": "p", "title": "Lamp", "category": "lamps", "attributes": ["colour": "green"],
                "rating": ["average": 4.2, "count": 100],
                "availability": ["status": "low_stock", "text": "Only 3 left in stock", "quantity": 3],
                "price": [
                    "display": "$20.00", "amount": "20.00", "currency": "USD",
                    "base": ["amount": "10.00", "currency": "EUR"],
                ],
            ]
        )
        #expect(try await answer(endpoint, try request(path: ["id": "q"])).status == 404)
    }

    @Test func saysWhatIsMissing() async throws {
        try await catalog.given(.product(), .inventory(), .price())
        let slow = LocalBackends(reader: catalog.reader, slow: [.inventory], broken: [.price])
        let partly = Aggregator(backends: slow, patience: { $0 == .inventory ? .zero : .seconds(5) })
        let (status, body) = try await answer(ProductEndpoint(aggregator: partly), try request(path: ["id": "p"]))
        #expect(status == 200)
        #expect(body["title"] == "Lamp" && body["missing"] == ["inventory", "price"])
        #expect(body["availability"] == nil && body["price"] == nil)
        let none = LocalBackends(reader: catalog.reader, broken: [.product, .inventory, .price])
        let gone = ProductEndpoint(aggregator: Aggregator(backends: none))
        #expect(try await answer(gone, try request(path: ["id": "p"])).status == 503)
    }

    @Test func doesNotShowWhatAllThatAnswerDoNotKnow() async throws {
        try await catalog.given(.product())
        let backends = LocalBackends(reader: catalog.reader, broken: [.product, .price])
        let aggregator = Aggregator(backends: backends)
        let endpoint = ProductEndpoint(aggregator: aggregator)
        #expect(try await answer(endpoint, try request(path: ["id": "nope"])).status == 404)
        let known = try await answer(endpoint, try request(path: ["id": "p"]))
        #expect(known.status == 200 && known.body["missing"] == ["product", "price"])
        let (views, unknown) = await aggregator.views(["nope", "p"], for: .web, currency: nil)
        #expect(views.map(\.product_id) == ["p"] && unknown == ["nope"])
    }

    @Test(arguments: [
        (Standing.known, [Standing.unknown, .unknown], false), (.unknown, [.known, .known], true),
        (.untold, [.unknown, .unknown], true), (.untold, [.unknown, .untold], true),
        (.untold, [.unknown, .known], false), (.untold, [.untold, .untold], false),
    ])
    func theProductBackendKnowsBest(_ product: Standing, _ others: [Standing], _ isUnknown: Bool) {
        #expect(Aggregator.isUnknown(product, others) == isUnknown)
    }

    @Test func saysWhatMayBeOld() async throws {
        try await catalog.given(.product())
        _ = try await catalog.reader.read(["p"])
        _ = await catalog.cache.forget(["p"])
        catalog.store.set { $0.failure = StoreOutage("down") }
        let endpoint = ProductEndpoint(aggregator: aggregator)
        let old = try await answer(endpoint, try request(path: ["id": "p"]))
        #expect(old.status == 200 && old.body["title"] == "Lamp" && old.body["stale"] == ["product"])
        #expect(try await answer(endpoint, try request(path: ["id": "q"])).status == 503)
    }

    @Test func listsACategoryPageByPage() async throws {
        for id in ["a", "b", "c", "d", "e"] { try await catalog.given(.product(id)) }
        try await catalog.given(.product("other", category: "mugs"))
        let endpoint = ProductsEndpoint(reader: catalog.reader, aggregator: aggregator)
        var seen: [String] = []
        var query = ["category": "lamps", "limit": "2"]
        repeat {
            let (status, body) = try await answer(endpoint, try request(query: query))
            #expect(status == 200)
            seen += (body["products"]?.arrayValue ?? []).compactMap { $0["product_id"]?.stringValue }
            query["cursor"] = body["next_cursor"]?.stringValue
        } while query["cursor"] != nil
        #expect(seen == ["a", "b", "c", "d", "e"])
        #expect(try await answer(endpoint, try request(query: ["category": "none"])).status == 404)
        catalog.store.set { $0.failure = StoreOutage("down") }
        let old = try await answer(endpoint, try request(query: ["category": "lamps", "limit": "2"]))
        #expect(old.body["products"]?.arrayValue?.count == 2)
        #expect(try await answer(endpoint, try request(query: ["category": "lamps", "limit": "3"])).status == 503)
    }

    @Test func answersForMany() async throws {
        try await catalog.given(.product("a"), .product("b"))
        let body = #"{"product_ids":["b","x","a","b"],"client":"mobile"}"#
        let (status, answer) = try await answer(ProductBatchEndpoint(aggregator: aggregator), try request(body: body))
        #expect(status == 200)
        #expect(answer["products"]?.arrayValue?.map { $0["product_id"] } == ["b", "a"])
        #expect(answer["not_found"] == ["x"])
        let asked = try request(query: ["client": "mobile"], body: #"{"product_ids":["a"]}"#)
        let refused = try await CatalogTests.answer(ProductBatchEndpoint(aggregator: aggregator), asked)
        #expect(refused.status == 400 && refused.body["errors"] == ["client": "belongs in the body"])
    }

    @Test(arguments: [
        (["client": "tv"], "client", "must be one of web, mobile, desktop"),
        (["currency": "XXX"], "currency", "must be one of CHF, EUR, GBP, JPY, PLN, SEK, USD"),
        (["currncy": "EUR"], "currncy", "is not a field of this request"),
        (["category": ""], "category", "must not be empty"),
        (["limit": "0"], "limit", "must be a whole number from 1 to 100"),
        (["cursor": "xyz"], "cursor", "is not a cursor of this list"),
        (["cursor": "YWZ0ZXI6"], "cursor", "is not a cursor of this list"),
    ])
    func namesWrongFields(_ query: [String: String], _ field: String, _ reason: String) async throws {
        let endpoint = ProductsEndpoint(reader: catalog.reader, aggregator: aggregator)
        let fields = ["category": "lamps"].merging(query) { $1 }
        let (status, body) = try await answer(endpoint, try request(query: fields))
        #expect(status == 400 && body["errors"] == .object(.init([(field, .string(reason))])), "\(body)")
    }
}

/// The backends without functions round them.
private struct LocalBackends: Backends {
    let reader: ProductReader
    var slow: Set<Backend> = []
    var broken: Set<Backend> = []

    struct Broken: Error {}

    func call(_ backend: Backend, _ request: BackendRequest) async throws -> [UInt8] {
        if broken.contains(backend) { throw Broken() }
        if slow.contains(backend) { try await Task.sleep(for: .seconds(60)) }
        let rates = ExchangeRates(perEuro: ["USD": 2])
        return switch backend {
        case .product: try JSONCoder.encode(await BackendHandler.product(reader).answer(request))
        case .inventory: try JSONCoder.encode(await BackendHandler.inventory(reader).answer(request))
        case .price: try JSONCoder.encode(await BackendHandler.price(reader, rates: rates).answer(request))
        }
    }
}
