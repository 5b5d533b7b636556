/// What a product costs in the currency asked for, and in the seller's own.
package struct QuotedPrice: Codable, Sendable, Hashable {
    package var price: Price
    package var base: Price

    package init(price: Price, base: Price) {
        self.price = price
        self.base = base
    }
}

/// A price in a client's currency.
package struct ShownPrice: Codable, Sendable, Hashable {
    /// As people read it: `€1,234.56`.
    package var display: String
    /// A decimal number, as text so that no cent is lost. For all but mobiles.
    package var amount: String?
    package var currency: String?
    /// What the seller asks, where that is in another currency. For desktops.
    package var base: Base?

    package struct Base: Codable, Sendable, Hashable {
        package var amount: String
        package var currency: String

        package init(amount: String, currency: String) {
            self.amount = amount
            self.currency = currency
        }
    }

    /// `nil` for a currency that nobody knows how to write.
    package init?(_ quote: QuotedPrice, for client: Client) {
        guard let currency = Currency.known[quote.price.currency] else { return nil }
        display = currency.display(quote.price.amount)
        guard client != .mobile else { return }
        amount = currency.decimal(quote.price.amount)
        self.currency = currency.code
        if client == .desktop, quote.base.currency != currency.code, let own = Currency.known[quote.base.currency] {
            base = Base(amount: own.decimal(quote.base.amount), currency: own.code)
        }
    }
}
