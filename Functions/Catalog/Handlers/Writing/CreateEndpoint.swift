import Endpoints
import LambdaEvents
import ProductCatalog

/// `POST /catalog/products` {title, category, …, quantity, amount, currency}: publishes a product, with stock and price
/// where they are given. It gets an id unless `product_id` gives one.
struct CreateEndpoint: Endpoint {
    let publisher: UpdatePublisher

    var status: HTTPStatus { .accepted }

    func answer(_ request: EndpointRequest) async throws -> PublishedAnswer {
        var form = try Form(body: request)
        let id = form.text("product_id", limit: Form.idBytes)
        let version = form.version()
        let details = form.details()
        let inventory = form.inventory(required: false)
        let price = form.price(required: false)
        if let id, id.utf8.count > Form.idBytes {
            form.fail("product_id", because: "must have at most \(Form.idBytes) bytes")
        }
        try form.finish()
        let productID = id ?? publisher.makeID()
        var contents: [ProductUpdate.Content] = [.product(details)]
        if let inventory { contents.append(.inventory(inventory)) }
        if let price { contents.append(.price(price)) }
        let updates = contents.map { publisher.update(productID, $0, version: version) }
        try await publisher.publish(updates)
        return PublishedAnswer(productID, updates)
    }
}
