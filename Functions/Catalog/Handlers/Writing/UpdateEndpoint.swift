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
    let publisher: UpdatePublisher
    /// Reads the fact from the body; `nil` where it is wrong, which `Form.finish` tells.
    let content: @Sendable (inout Form) -> ProductUpdate.Content?

    var status: HTTPStatus { .accepted }

    func answer(_ request: EndpointRequest) async throws -> PublishedAnswer {
        var form = try Form(body: request)
        form.addPath("id", of: request)
        let id = form.id("id")
        let version = form.version()
        let content = content(&form)
        try form.finish()
        let updates = content.map { [publisher.update(id, $0, version: version)] } ?? []
        try await publisher.publish(updates)
        return PublishedAnswer(id, updates)
    }
}

extension UpdateEndpoint {
    static func product(_ publisher: UpdatePublisher) -> Self {
        Self(publisher: publisher) { .product($0.details()) }
    }

    static func inventory(_ publisher: UpdatePublisher) -> Self {
        Self(publisher: publisher) { $0.inventory().map { .inventory($0) } }
    }

    static func price(_ publisher: UpdatePublisher) -> Self {
        Self(publisher: publisher) { $0.price().map { .price($0) } }
    }

    static func rating(_ publisher: UpdatePublisher) -> Self {
        Self(publisher: publisher) { .rating($0.ratingSummary()) }
    }
}
