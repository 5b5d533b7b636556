/// All that is known of one product. A fact that has not been told yet is `nil`: facts come in any order.
package struct ProductRecord: Codable, Sendable, Hashable {
    package var product_id: String
    package var product: Versioned<ProductDetails>?
    package var inventory: Versioned<Inventory>?
    package var price: Versioned<Price>?
    package var rating: Versioned<RatingSummary>?
    /// What stood there before the present price and rating, from which notices are made. Depends on the order in which
    /// events came.
    package var price_before: Price?
    package var rating_before: RatingSummary?

    package init(productID: String) { product_id = productID }

    /// The version of a fact.
    package func version(of fact: Fact) -> Version? {
        switch fact {
        case .product: product?.current
        case .inventory: inventory?.current
        case .price: price?.current
        case .rating: rating?.current
        }
    }
}

/// What became of an update.
package enum UpdateOutcome: String, Sendable, Hashable {
    case applied
    /// It had been applied before: a second delivery, which changes nothing.
    case duplicate
    /// A newer one is there already.
    case late
}

extension ProductRecord {
    /// What an update does to the record; the condition of the table's UpdateItem says the same.
    package mutating func apply(_ update: ProductUpdate) -> UpdateOutcome {
        let fact = update.content.fact
        if let current = version(of: fact), current >= update.version {
            return outcome(ofRefused: update)
        }
        switch update.content {
        case .product(let details): product = Versioned(details, update.version)
        case .inventory(let stock): inventory = Versioned(stock, update.version)
        case .price(let new):
            price_before = price?.content
            price = Versioned(new, update.version)
        case .rating(let new):
            rating_before = rating?.content
            rating = Versioned(new, update.version)
        }
        return .applied
    }

    /// Why the record does not take an update.
    package func outcome(ofRefused update: ProductUpdate) -> UpdateOutcome {
        version(of: update.content.fact) == update.version ? .duplicate : .late
    }
}
