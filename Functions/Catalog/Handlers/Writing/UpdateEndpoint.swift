import CatalogStores
import Endpoints
import LambdaEvents
import ProductCatalog

/// What was published: where and when it will be seen is up to the queue.
struct PublishedAnswer: Encodable {
    struct Event: Encodable {
        var fact: Fact
        var version: Int
        var event_id: String
    }

    var product_id: String
    var events: [Event]

    init(_ productID: String, _ updates: [ProductUpdate]) {
        product_id = productID
        events = updates.map {
            Event(fact: $0.content.fact, version: $0.version.number, event_id: $0.version.eventID)
        }
    }
}

/// `PUT /catalog/products/{id}`, and `/inventory`, `/price` and `/rating` behind it: publishes one fact of a product as
/// it is from now on.
struct UpdateEndpoint: Endpoint {
    let fact: Fact
    let publisher: UpdatePublisher

    var status: HTTPStatus { .accepted }

    func answer(_ request: EndpointRequest) async throws -> PublishedAnswer {
        var form = try Form(body: request)
        form.addPath("id", of: request)
        let id = form.id("id")
        let version = form.version()
        let content = form.content(of: fact)
        try form.finish()
        let updates = content.map { [publisher.update(id, $0, version: version)] } ?? []
        try await publisher.publish(updates)
        return PublishedAnswer(id, updates)
    }
}

extension UpdateEndpoint {
    /// Publishes on the bus that the environment names.
    init(_ fact: Fact) throws { self.init(fact: fact, publisher: try UpdatePublisher(CatalogNames())) }
}
