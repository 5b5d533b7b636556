import JSON

/// One fact of a product as it is from now on: the detail of an event on the bus, and the body of a message in the
/// queue. It tells the whole fact and not a difference, so applying it twice is applying it once.
package struct ProductUpdate: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
        case product(ProductDetails)
        case inventory(Inventory)
        case price(Price)
        case rating(RatingSummary)

        package var fact: Fact {
            switch self {
            case .product: .product
            case .inventory: .inventory
            case .price: .price
            case .rating: .rating
            }
        }
    }

    package var productID: String
    package var version: Version
    package var content: Content

    package init(productID: String, version: Version, content: Content) {
        self.productID = productID
        self.version = version
        self.content = content
    }
}

extension ProductUpdate: Encodable {
    private enum Member: String, CodingKey {
        case event_id, product_id, version, fact, content
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(version.eventID, forKey: .event_id)
        try members.encode(productID, forKey: .product_id)
        try members.encode(version.number, forKey: .version)
        try members.encode(content.fact, forKey: .fact)
        switch content {
        case .product(let details): try members.encode(details, forKey: .content)
        case .inventory(let inventory): try members.encode(inventory, forKey: .content)
        case .price(let price): try members.encode(price, forKey: .content)
        case .rating(let rating): try members.encode(rating, forKey: .content)
        }
    }

    /// As the text of an event or a message.
    package var json: String { get throws { String(decoding: try JSONCoder.encode(self), as: UTF8.self) } }
}
