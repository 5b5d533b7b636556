import JSON
import ProductCatalog
import Testing

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
        #expect(try ProductUpdate(json: update.json) == update)
        #expect(try JSON(parsing: update.json)["fact"]?.stringValue == update.content.fact.rawValue)
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"event_id":"e","product_id":"p","version":1,"fact":"colour","content":{}}"#,
        #"{"event_id":"e","product_id":"p","version":1,"fact":"price","content":{"amount":1.5,"currency":"EUR"}}"#,
        #"{"event_id":"e","product_id":"p","version":0,"fact":"price","content":{"amount":1,"currency":"EUR"}}"#,
        #"{"event_id":"e","product_id":"","version":1,"fact":"price","content":{"amount":1,"currency":"EUR"}}"#,
    ])
    func whatIsNoUpdateIsRefused(_ text: String) {
        #expect(throws: DecodingError.self) { try ProductUpdate(json: text) }
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
