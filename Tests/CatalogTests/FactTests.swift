import Endpoints
import JSON
import ProductCatalog
import Testing

@testable import Catalog

@Suite struct FactTests {
    /// Every order of five events about one fact, each delivered twice, two of them with the same number.
    @Test func theNewestEventWinsInWhateverOrderTheyCome() {
        let updates = [
            ProductUpdate.price("p", 1, 100), .price("p", 2, 200), .price("p", 3, 300, event: "a"),
            .price("p", 3, 301, event: "b"), .inventory("p", 1, 7),
        ]
        for order in permutations(updates) {
            var record = ProductRecord(productID: "p")
            for update in order + order.reversed() { _ = record.apply(update) }
            #expect(record.price?.content.amount == 301)
            #expect(record.inventory?.content.quantity == 7)
            #expect(record.version(of: .price) == Version(number: 3, eventID: "b"))
        }
    }

    @Test func tellsDuplicatesFromLateEvents() {
        var record = ProductRecord(productID: "p")
        #expect(record.apply(.price("p", 5, 500)) == .applied)
        let after = record
        #expect(record.apply(.price("p", 5, 500)) == .duplicate)
        #expect(record.apply(.price("p", 4, 400)) == .late)
        #expect(record == after)
        #expect(record.apply(.inventory("p", 1)) == .applied)
        #expect(record.version(of: .product) == nil)
    }

    @Test(arguments: [
        ProductUpdate.product("c1", 7, title: "Ünicode \"x\""), .inventory("c1", 7), .price("c1", 7),
        .rating("c1", 7, 4.5),
    ])
    func aMessageSaysWhatTheEventSaid(_ update: ProductUpdate) throws {
        #expect(try ProductUpdate(message: update.json) == update)
        #expect(try JSON(parsing: update.json)["fact"]?.stringValue == update.content.fact.rawValue)
    }

    @Test(arguments: [
        ("", "The message is not a JSON object"), ("[]", "The message is not a JSON object"),
        (
            "{}",
            "content is missing, event_id is missing, fact is missing, product_id is missing, version is missing"
        ),
        (
            #"{"event_id":"","product_id":"","version":0,"fact":"colour","content":1}"#,
            "event_id must have 1 to 64 bytes, fact must be one of product, inventory, price, rating, "
                + "product_id must have 1 to 64 bytes, version must be a whole number from 1 to 9007199254740991"
        ),
        (message("price", "7"), "content must be an object"),
        (
            message("price", #"{"amount":1.5,"currency":"XXX"}"#),
            "content.amount must be a whole number from 0 to 1000000000000, "
                + "content.currency must be one of CHF, EUR, GBP, JPY, PLN, SEK, USD"
        ),
        (message("rating", #"{"average":6,"count":1}"#), "content.average must be a number from 1 to 5"),
        (
            message("inventory", #"{"quantity":-1,"restock_date":"2026-02-30"}"#),
            "content.quantity must be a whole number from 0 to 1000000000, "
                + "content.restock_date must be a date like 2026-12-24"
        ),
        (
            message("product", #"{"title":"\#(String(repeating: "x", count: 301))","category":"c","colour":"red"}"#),
            "content.colour is not a field of this request, content.title must have at most 300 characters"
        ),
        (
            message("inventory", #"{"quantity":1}"#, more: #","colour":"red""#),
            "colour is not a field of this request"
        ),
    ])
    func whatIsNoUpdateIsRefused(_ text: String, _ reason: String) {
        let error = #expect(throws: RequestError.self) { try ProductUpdate(message: text) }
        #expect(error?.description == reason)
    }

    private static func message(_ fact: String, _ content: String, more: String = "") -> String {
        #"{"event_id":"e","product_id":"p","version":1,"fact":"\#(fact)","content":\#(content)\#(more)}"#
    }

    private func permutations<Element>(_ elements: [Element]) -> [[Element]] {
        guard elements.count > 1 else { return [elements] }
        return elements.indices.flatMap { index in
            var rest = elements
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }
}
