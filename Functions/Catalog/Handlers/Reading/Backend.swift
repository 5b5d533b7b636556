import ProductCatalog

/// A function that knows one side of products.
enum Backend: String, Sendable, CaseIterable {
    case product, inventory, price

    /// The environment variable that names its function.
    var variable: String {
        switch self {
        case .product: "PRODUCT_FUNCTION"
        case .inventory: "INVENTORY_FUNCTION"
        case .price: "PRICING_FUNCTION"
        }
    }

    /// How long it is waited for. Nothing can be shown without the product, so that gets the most.
    var patience: Duration {
        switch self {
        case .product: .milliseconds(2_500)
        case .inventory: .milliseconds(1_500)
        case .price: .milliseconds(1_500)
        }
    }
}

/// What a backend is asked.
struct BackendRequest: Codable, Sendable, Hashable {
    var product_ids: [String]
    /// For prices: the client's, or the seller's own where it is not said.
    var currency: String?
}

/// What a backend answers.
struct BackendAnswer<Content: Codable & Sendable>: Codable, Sendable {
    /// What it knows, by product.
    var products: [String: Content] = [:]
    /// Products that there are not.
    var unknown: [String] = []
    /// Products in `products` that may be out of date.
    var stale: [String] = []
    /// Products that it cannot tell about at the moment.
    var unavailable: [String] = []
}

/// What a backend says of whether there is a product.
enum Standing: Sendable, CaseIterable {
    case known, unknown
    case untold
}

extension Optional {
    func standing<Content>(of id: String) -> Standing where Wrapped == BackendAnswer<Content> {
        guard let self, !self.unavailable.contains(id) else { return .untold }
        return self.unknown.contains(id) ? .unknown : .known
    }
}

/// What the product backend tells.
struct ProductContent: Codable, Sendable, Hashable {
    var details: ProductDetails
    var rating: RatingSummary?
}
