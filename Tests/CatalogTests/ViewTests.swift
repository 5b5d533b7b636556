import ProductCatalog
import Testing

@Suite struct ViewTests {
    private let rates = ExchangeRates(perEuro: ["USD": 1.09, "JPY": 163, "GBP": 0.86])

    @Test(arguments: [
        (1_290, "EUR", "€12.90"), (5, "EUR", "€0.05"), (123_456_789, "USD", "$1,234,567.89"),
        (100_000, "USD", "$1,000.00"),
        (2_103, "JPY", "¥2,103"), (999, "JPY", "¥999"), (0, "CHF", "CHF 0.00"),
    ])
    func writesAmounts(_ amount: Int, _ code: String, _ text: String) throws {
        #expect(try #require(Currency.known[code]).display(amount) == text)
    }

    @Test func convertsThroughTheEuro() {
        let price = Price(amount: 1_290, currency: "EUR")
        #expect(rates.convert(price, to: "EUR") == price)
        #expect(rates.convert(price, to: "USD")?.amount == 1_406)
        #expect(rates.convert(price, to: "JPY")?.amount == 2_103)
        #expect(rates.convert(Price(amount: 163, currency: "JPY"), to: "USD")?.amount == 109)
        #expect(rates.convert(Price(amount: 86, currency: "GBP"), to: "EUR")?.amount == 100)
        #expect(rates.convert(price, to: "SEK") == nil)
        #expect(rates.convert(Price(amount: .max, currency: "EUR"), to: "JPY") == nil)
    }

    @Test(arguments: ["USD", "USD=", "USD=0", "USD=-1", "USD=inf", "XXX=2", "USD=1=2"])
    func refusesWhatIsNoRate(_ text: String) { #expect(ExchangeRates(text) == nil) }

    @Test func readsRates() {
        #expect(ExchangeRates("USD=1.09 JPY=163")?.perEuro == ["EUR": 1, "USD": 1.09, "JPY": 163])
        #expect(ExchangeRates("")?.perEuro == ["EUR": 1])
    }

    @Test(arguments: [
        (0, Client.web, "Currently out of stock"), (0, .mobile, "Sold out"), (3, .web, "Only 3 left in stock"),
        (3, .mobile, "3 left"), (5, .desktop, "Only 5 left in stock"), (6, .web, "In stock"),
        (6, .desktop, "In stock (6)"), (6, .mobile, "In stock"),
    ])
    func saysWhetherThereIsAny(_ quantity: Int, _ client: Client, _ text: String) {
        #expect(Availability(Inventory(quantity: quantity), for: client).text == text)
    }

    @Test func tellsEachClientWhatItHasUseFor() {
        let details = ProductDetails(title: "T", category: "c", description: "D", image: "i", attributes: ["a": "b"])
        let quote = QuotedPrice(price: Price(amount: 109, currency: "USD"), base: Price(amount: 100, currency: "EUR"))
        var views: [Client: ProductView] = [:]
        for client in Client.allCases {
            var view = ProductView(productID: "p")
            view.show(details, rating: nil, for: client)
            view.price = ShownPrice(quote, for: client)
            view.availability = Availability(Inventory(quantity: 0, restockDate: "2026-12-24"), for: client)
            views[client] = view
        }
        #expect(views[.mobile]?.description == nil && views[.mobile]?.attributes == nil)
        #expect(views[.mobile]?.price?.display == "$1.09" && views[.mobile]?.price?.amount == nil)
        #expect(views[.web]?.description == "D" && views[.web]?.attributes == nil)
        #expect(views[.web]?.availability?.text == "Out of stock, expected on 2026-12-24")
        #expect(views[.web]?.price?.base == nil && views[.web]?.price?.amount == "1.09")
        #expect(views[.desktop]?.attributes == ["a": "b"] && views[.desktop]?.availability?.quantity == 0)
        #expect(views[.desktop]?.price?.base == ShownPrice.Base(amount: "1.00", currency: "EUR"))
    }
}
