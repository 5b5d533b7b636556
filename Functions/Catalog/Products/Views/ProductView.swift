/// A product as a client sees it. What the client has no use for, and what could not be had, has no member.
package struct ProductView: Codable, Sendable, Hashable {
    package var product_id: String
    package var title: String?
    package var category: String?
    package var description: String?
    package var image: String?
    package var attributes: [String: String]?
    package var rating: RatingSummary?
    package var availability: Availability?
    package var price: ShownPrice?
    /// Which of `product`, `inventory` and `price` could not be had in time.
    package var missing: [String]?
    /// Which of them may be out of date, because the store does not answer.
    package var stale: [String]?

    package init(productID: String) { product_id = productID }

    /// Takes over what a client wants of the details.
    package mutating func show(_ details: ProductDetails, rating: RatingSummary?, for client: Client) {
        title = details.title
        image = details.image
        self.rating = rating
        guard client != .mobile else { return }
        category = details.category
        description = details.description
        if client == .desktop { attributes = details.attributes }
    }
}
