import JSON
import ProductCatalog
import Synchronization
import Testing

@testable import Catalog

@Suite struct WritingTests {
    private let bus = FakeBus()

    private var publisher: UpdatePublisher {
        UpdatePublisher(bus: bus, microseconds: { 1_700_000_000_000_000 }, makeID: { "id" })
    }

    private func endpoint(_ fact: Fact) -> UpdateEndpoint { UpdateEndpoint(fact: fact, publisher: publisher) }

    @Test func publishesAProductWithStockAndPrice() async throws {
        let body = #"{"title":"Lamp","category":"lamps","quantity":3,"amount":990,"currency":"EUR"}"#
        let (status, answer) = try await answer(CreateEndpoint(publisher: publisher), try request(body: body))
        #expect(status == 202)
        #expect(answer["product_id"] == "id")
        #expect(answer["events"]?.arrayValue?.map { $0["fact"] } == ["product", "inventory", "price"])
        #expect(bus.taken.map(\.content.fact) == [.product, .inventory, .price])
        #expect(bus.taken.allSatisfy { $0.version.number == 1_700_000_000_000_000 && $0.productID == "id" })
    }

    @Test func publishesOneFact() async throws {
        let path = ["id": "c1"]
        let inventory = try request(path: path, body: #"{"quantity":0,"restock_date":"2026-12-24","version":8}"#)
        #expect(try await answer(endpoint(.inventory), inventory).status == 202)
        let price = try request(path: path, body: #"{"amount":5,"currency":"JPY"}"#)
        #expect(try await answer(endpoint(.price), price).status == 202)
        let rating = try request(path: path, body: #"{"average":4,"count":2}"#)
        #expect(try await answer(endpoint(.rating), rating).status == 202)
        let product = try request(path: path, body: #"{"title":"T","category":"c","attributes":{"a":"b"}}"#)
        #expect(try await answer(endpoint(.product), product).status == 202)
        #expect(
            bus.taken.map(\.content) == [
                .inventory(Inventory(quantity: 0, restockDate: "2026-12-24")),
                .price(Price(amount: 5, currency: "JPY")), .rating(RatingSummary(average: 4, count: 2)),
                .product(ProductDetails(title: "T", category: "c", attributes: ["a": "b"])),
            ]
        )
        #expect(bus.taken[0].version == Version(number: 8, eventID: "id"))
    }

    @Test(arguments: [
        (#"{"amount":1.5,"currency":"EUR"}"#, "amount", "must be a whole number from 0 to 1000000000000"),
        (#"{"amount":1,"currency":"ABC"}"#, "currency", "must be one of CHF, EUR, GBP, JPY, PLN, SEK, USD"),
        (#"{"amount":1,"currency":"EUR","version":0}"#, "version", "must be a whole number from 1 to 9007199254740991"),
        (#"{"amount":1}"#, "currency", "is missing"),
        (#"{"amount":1,"currency":"EUR","id":"c2"}"#, "id", "belongs in the path only"),
    ])
    func namesWrongFieldsOfAPrice(_ body: String, _ field: String, _ reason: String) async throws {
        let (status, answer) = try await answer(
            endpoint(.price),
            try request(path: ["id": "c1"], body: body)
        )
        #expect(status == 400 && answer["errors"] == .object(.init([(field, .string(reason))])), "\(answer)")
        #expect(bus.taken.isEmpty)
    }

    @Test(arguments: [
        ("2026-02-28", true), ("2028-02-29", true), ("2026-12-31", true), ("2026-02-30", false), ("2026-02-29", false),
        ("2026-2-3", false), ("26-02-03", false), ("2026-13-01", false), ("2026-00-10", false), ("20260203", false),
        ("2026-02-03T00:00:00Z", false), (" 2026-02-03", false), ("2026-02-031", false),
    ])
    func aRestockDateIsADayOfTheCalendar(_ date: String, _ isOne: Bool) async throws {
        let body = #"{"quantity":0,"restock_date":"\#(date)"}"#
        let (status, answer) = try await answer(
            endpoint(.inventory),
            try request(path: ["id": "c1"], body: body)
        )
        #expect(status == (isOne ? 202 : 400), "\(answer)")
        #expect(isOne || answer["errors"] == ["restock_date": "must be a date like 2026-12-24"], "\(answer)")
    }

    @Test func namesWrongFieldsOfAProduct() async throws {
        let long = String(repeating: "é", count: 40)
        let body = #"{"product_id":"\#(long)","title":" ","attributes":{"a":1},"amount":5,"restock_date":"soon"}"#
        let (status, answer) = try await answer(CreateEndpoint(publisher: publisher), try request(body: body))
        #expect(status == 400)
        #expect(
            answer["errors"] == [
                "product_id": "must have at most 64 bytes", "title": "must not be empty", "category": "is missing",
                "attributes.a": "must be a string of at most 300 characters", "currency": "is missing",
                "restock_date": "must be a date like 2026-12-24", "quantity": "is missing",
            ],
            "\(answer)"
        )
    }

    /// Of a field that is wrong it is not said that it is missing.
    @Test func namesWrongAmountsAndQuantities() async throws {
        let body =
            #"{"title":"T","category":"c","amount":-1,"currency":"EUR","quantity":-1,"restock_date":"2026-12-24"}"#
        let (status, answer) = try await answer(CreateEndpoint(publisher: publisher), try request(body: body))
        #expect(status == 400)
        #expect(
            answer["errors"] == [
                "amount": "must be a whole number from 0 to 1000000000000",
                "quantity": "must be a whole number from 0 to 1000000000",
            ]
        )
    }

    @Test func sendsAgainWhatTheBusDidNotTake() async throws {
        bus.refusals.withLock { $0 = 2 }
        let updates = (1...25).map { ProductUpdate.price("p\($0)", $0) }
        try await publisher.publish(updates)

        #expect(Set(bus.taken.map(\.productID)) == Set(updates.map(\.productID)))
        #expect(bus.calls == [10, 1, 1, 10, 5])
    }

    @Test func saysThatAChangeCouldNotBePublished() async throws {
        bus.refusals.withLock { $0 = 99 }
        let body = try request(path: ["id": "p"], body: #"{"quantity":1}"#)
        #expect(try await answer(endpoint(.inventory), body).status == 503)
    }
}

/// A bus that does not take the first event of so many calls.
private final class FakeBus: UpdateBus {
    let refusals = Mutex(0)
    private let state = Mutex<(taken: [ProductUpdate], calls: [Int])>(([], []))

    var taken: [ProductUpdate] { state.withLock { $0.taken } }
    var calls: [Int] { state.withLock { $0.calls } }

    func put(_ updates: [ProductUpdate]) async throws -> [ProductUpdate] {
        let refuses = refusals.withLock { refusals in
            defer { refusals = max(0, refusals - 1) }
            return refusals > 0
        }
        let refused = refuses ? Array(updates.prefix(1)) : []
        state.withLock { state in
            state.calls.append(updates.count)
            state.taken += updates.dropFirst(refused.count)
        }
        return refused
    }
}
