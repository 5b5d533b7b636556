import LambdaRuntime
import ProductCatalog

/// Publishes many products at once: how a new catalogue is filled.
struct ImportHandler: LambdaHandler {
    let publisher: UpdatePublisher

    /// A product with all that is known of it.
    struct Product: Codable, Sendable {
        var product_id: String
        var product: ProductDetails
        var inventory: Inventory?
        var price: Price?
        var rating: RatingSummary?
    }

    struct Catalogue: Codable, Sendable {
        var products: [Product]
    }

    struct Answer: Encodable {
        var products: Int
        var events: Int
    }

    func handle(_ event: Catalogue, context: LambdaContext) async throws -> Answer { try await publish(event) }

    func publish(_ catalogue: Catalogue) async throws -> Answer {
        let updates = catalogue.products.flatMap { product in
            let contents: [ProductUpdate.Content?] = [
                .product(product.product), product.inventory.map { .inventory($0) },
                product.price.map { .price($0) }, product.rating.map { .rating($0) },
            ]
            return contents.compactMap { $0 }.map { publisher.update(product.product_id, $0) }
        }
        try await publisher.publish(updates)
        return Answer(products: catalogue.products.count, events: updates.count)
    }
}
