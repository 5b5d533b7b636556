/// What a product is.
package struct ProductDetails: Codable, Sendable, Hashable {
    package var title: String
    package var category: String
    package var description: String?
    /// Where a picture of it is.
    package var image: String?
    /// Such as `pages` or `colour`, as people read them.
    package var attributes: [String: String]?

    package init(
        title: String,
        category: String,
        description: String? = nil,
        image: String? = nil,
        attributes: [String: String]? = nil
    ) {
        self.title = title
        self.category = category
        self.description = description
        self.image = image
        self.attributes = attributes
    }
}

/// How much of a product there is.
package struct Inventory: Codable, Sendable, Hashable {
    package var quantity: Int
    /// When there will be more, `YYYY-MM-DD`.
    package var restock_date: String?

    package init(quantity: Int, restockDate: String? = nil) {
        self.quantity = quantity
        restock_date = restockDate
    }
}

/// What a product costs.
package struct Price: Codable, Sendable, Hashable {
    /// In the smallest unit of the currency, as cents.
    package var amount: Int
    /// ISO 4217.
    package var currency: String

    package init(amount: Int, currency: String) {
        self.amount = amount
        self.currency = currency
    }
}

/// What readers or buyers think of a product.
package struct RatingSummary: Codable, Sendable, Hashable {
    /// From 1 to 5.
    package var average: Double
    package var count: Int

    package init(average: Double, count: Int) {
        self.average = average
        self.count = count
    }
}

/// The four facts of a product. Each comes from a source of its own and has its own versions, so that a change of the
/// price never competes with one of the stock.
package enum Fact: String, Codable, Sendable, Hashable, CaseIterable {
    case product, inventory, price, rating

    /// The `detail-type` of events that tell it.
    package var detailType: String {
        switch self {
        case .product: "ProductChanged"
        case .inventory: "InventoryChanged"
        case .price: "PriceChanged"
        case .rating: "RatingChanged"
        }
    }
}
