import Endpoints
import LambdaEvents
import ProductCatalog

/// `GET /catalog/products/{id}?client&currency`: one product, put together from what the backends say.
struct ProductEndpoint: Endpoint {
    let aggregator: Aggregator

    func answer(_ request: EndpointRequest) async throws -> ProductView {
        var form = Form(query: request)
        form.addPath("id", of: request)
        let id = form.id("id")
        let client = form.client()
        let currency = form.currency()
        try form.finish()
        let (views, _) = await aggregator.views([id], for: client, currency: currency)
        guard let view = views.first else { throw RequestError.notFound("There is no product \(id)") }
        guard !view.isEmpty else { throw RequestError.unavailable("The catalogue cannot be read at the moment") }
        return view
    }
}
