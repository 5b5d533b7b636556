/// What a user wants to be told of a product.
package struct Wish: Codable, Sendable, Hashable {
    package enum Delivery: String, Codable, Sendable, Hashable, CaseIterable {
        case immediate, digest
    }

    package var user_id: String
    package var product_id: String
    package var notices: [ProductNotice.Kind]
    /// Price drops count only at this price or below it, in the currency of the product's price and its smallest unit.
    package var below: Int?
    package var delivery: Delivery

    package init(
        userID: String,
        productID: String,
        notices: [ProductNotice.Kind],
        below: Int? = nil,
        delivery: Delivery = .immediate
    ) {
        user_id = userID
        product_id = productID
        self.notices = notices
        self.below = below
        self.delivery = delivery
    }

    package func wants(_ notice: ProductNotice) -> Bool {
        guard notice.product_id == product_id, notices.contains(notice.notice) else { return false }
        guard notice.notice == .priceDropped, let below else { return true }
        return (notice.new_price?.amount ?? .max) <= below
    }
}
