import CatalogStores
import Endpoints
import JSON
import LambdaEvents
import ProductCatalog
import Synchronization

@testable import Catalog

/// A store in memory that can be down.
final class FakeStore: ProductStore {
    struct State {
        var records: [String: ProductRecord] = [:]
        var failure: (any Error)?
        /// Updates that are refused for good.
        var refused: Set<String> = []
        var reads = 0
        var probes = 0
        var writes = 0
    }

    private let state = Mutex(State())

    var all: [String: ProductRecord] { state.withLock { $0.records } }
    var counts: (reads: Int, writes: Int, probes: Int) { state.withLock { ($0.reads, $0.writes, $0.probes) } }

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    func apply(_ update: ProductUpdate) async throws -> AppliedUpdate {
        try state.withLock { state in
            state.writes += 1
            if let failure = state.failure { throw failure }
            if state.refused.contains(update.version.eventID) { throw Refusal() }
            let outcome = state.records[update.productID, default: .init(productID: update.productID)].apply(update)
            return AppliedUpdate(outcome, state.records[update.productID])
        }
    }

    struct Refusal: Error {}

    func records(_ ids: [String]) async throws -> [String: ProductRecord] {
        try state.withLock { state in
            state.reads += 1
            if let failure = state.failure { throw failure }
            return state.records.filter { ids.contains($0.key) }
        }
    }

    func page(ofCategory category: String, after last: String?, limit: Int) async throws -> ProductPage {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            let ids = state.records.values.filter { $0.product?.content.category == category }.map(\.product_id)
                .sorted().filter { $0 > (last ?? "") }
            return ProductPage(ids: Array(ids.prefix(limit)), next: ids.count > limit ? ids[limit - 1] : nil)
        }
    }

    func probe() async throws {
        try state.withLock { state in
            state.probes += 1
            if let failure = state.failure { throw failure }
        }
    }
}

/// A cache and the breaker in it, shared by all that hold it.
final class FakeCache: ProductCache, BreakerStore {
    struct State {
        var fresh: [String: ProductRecord] = [:]
        var older: [String: ProductRecord] = [:]
        var pages: [String: ProductPage] = [:]
        var breaker = CircuitBreaker()
        var isClaimed = false
        var forgotten: [String] = []
    }

    private let state = Mutex(State())

    var now: State { state.withLock { $0 } }

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    func look(_ ids: [String]) async -> (records: [String: ProductRecord], breaker: CircuitBreaker) {
        state.withLock { state in (state.fresh.filter { ids.contains($0.key) }, state.breaker) }
    }

    func keep(_ records: [ProductRecord]) async {
        state.withLock { state in
            for record in records {
                state.fresh[record.product_id] = record
                state.older[record.product_id] = record
            }
        }
    }

    func older(_ ids: [String]) async -> [String: ProductRecord] {
        state.withLock { state in state.older.filter { ids.contains($0.key) } }
    }

    func forget(_ ids: [String]) async -> Bool {
        state.withLock { state in
            for id in ids { state.fresh[id] = nil }
            state.forgotten += ids
            return true
        }
    }

    func keep(_ page: ProductPage, _ name: String) async { state.withLock { $0.pages[name] = page } }
    func olderPage(_ name: String) async -> ProductPage? { state.withLock { $0.pages[name] } }
    func breaker() async -> CircuitBreaker { state.withLock { $0.breaker } }
    func save(_ breaker: CircuitBreaker) async { state.withLock { $0.breaker = breaker } }

    func claimProbe(for milliseconds: Int) async -> Bool {
        state.withLock { state in
            defer { state.isClaimed = true }
            return !state.isClaimed
        }
    }
}

/// A clock that a test sets. Milliseconds.
final class FakeClock: Sendable {
    private let instant = Mutex(1_700_000_000_000)

    var now: Int { instant.withLock { $0 } }

    func advance(_ milliseconds: Int) { instant.withLock { $0 += milliseconds } }
}

/// Store, cache, breaker and clock of one test.
struct FakeCatalog {
    let store = FakeStore()
    let cache = FakeCache()
    let clock = FakeClock()

    var breaker: BreakerGuard { BreakerGuard(cache) { [clock] in clock.now } }
    var reader: ProductReader { ProductReader(store: store, cache: cache, breaker: breaker) }

    /// Puts updates into the store.
    func given(_ updates: ProductUpdate...) async throws {
        for update in updates { _ = try await store.apply(update) }
    }

    /// Lets the breaker see so many failures that it opens.
    func openBreaker() async {
        store.set { $0.failure = StoreOutage("down") }
        for _ in 0..<5 { _ = try? await breaker.ask { try await store.probe() } }
    }
}

/// Messages that were put aside.
final class FakeRejected: RejectedMessages {
    let fails = Mutex(false)
    private let all = Mutex<[String]>([])

    var bodies: [String] { all.withLock { $0 } }

    func add(_ body: String, reason: String) async throws {
        if fails.withLock({ $0 }) { throw StoreOutage("no queue") }
        all.withLock { $0.append(body) }
    }
}

/// Updates in short.
extension ProductUpdate {
    static func product(
        _ id: String = "p",
        _ version: Int = 1,
        title: String = "Lamp",
        category: String = "lamps",
        event: String? = nil
    ) -> Self {
        let details = ProductDetails(title: title, category: category, attributes: ["colour": "green"])
        return Self(
            productID: id,
            version: .init(number: version, eventID: event ?? "d\(version)"),
            content: .product(details)
        )
    }

    static func inventory(_ id: String = "p", _ version: Int = 1, _ quantity: Int = 10) -> Self {
        Self(
            productID: id,
            version: .init(number: version, eventID: "i\(version)"),
            content: .inventory(Inventory(quantity: quantity))
        )
    }

    static func price(_ id: String = "p", _ version: Int = 1, _ amount: Int = 1_000, event: String? = nil) -> Self {
        Self(
            productID: id,
            version: .init(number: version, eventID: event ?? "e\(version)"),
            content: .price(Price(amount: amount, currency: "EUR"))
        )
    }

    static func rating(_ id: String = "p", _ version: Int = 1, _ average: Double, _ count: Int = 100) -> Self {
        Self(
            productID: id,
            version: .init(number: version, eventID: "r\(version)"),
            content: .rating(RatingSummary(average: average, count: count))
        )
    }
}

/// A request as an HTTP API sends it.
func request(
    path: [String: String] = [:],
    query: [String: String] = [:],
    body: String? = nil,
    reader: String? = nil
) throws -> APIGatewayV2Request {
    let http: JSON = [
        "method": "POST", "path": "/", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "test",
    ]
    let authorizer: JSON? = reader.map { ["jwt": ["claims": ["sub": .string($0)], "scopes": .null]] }
    let context: JSON = [
        "accountId": "000000000000", "apiId": "abc", "authorizer": authorizer ?? .null, "domainName": "localhost",
        "domainPrefix": "localhost",
        "http": http, "requestId": "id", "routeKey": "POST /", "stage": "$default",
        "time": "31/Oct/2023:11:15:14 +0000", "timeEpoch": 1_698_750_914_000,
    ]
    let event: JSON = [
        "version": "2.0", "routeKey": "POST /", "rawPath": "/", "rawQueryString": "", "headers": [:],
        "pathParameters": object(path), "queryStringParameters": object(query), "requestContext": context,
        "body": body.map(JSON.string) ?? .null, "isBase64Encoded": false,
    ]
    return try JSONCoder.decode(APIGatewayV2Request.self, from: event.bytes)
}

private func object(_ pairs: [String: String]) -> JSON { .object(.init(pairs.map { ($0, .string($1)) })) }

/// What an endpoint answers: the status and the body.
func answer(_ endpoint: some Endpoint, _ request: APIGatewayV2Request) async throws -> (status: Int, body: JSON) {
    let response = try await EndpointHandler(endpoint).respond(to: request)
    return (Int(response.statusCode.code), try JSON(parsing: response.body ?? ""))
}
