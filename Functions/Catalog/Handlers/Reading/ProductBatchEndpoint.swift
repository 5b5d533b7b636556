import Endpoints
import LambdaEvents
import ProductCatalog

/// `POST /catalog/products/batch` {product_ids, client, currency}: up to a hundred products in the order asked for;
/// unknown ids are listed apart.
struct ProductBatchEndpoint: Endpoint {
    let aggregator: Aggregator

    struct Answer: Encodable {
        var products: [ProductView]
        var not_found: [String]
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = try Form(body: request)
        var seen: Set<String> = []
        let ids = form.ids("product_ids", limit: ProductLimits.batch).filter { seen.insert($0).inserted }
        let client = form.client()
        let currency = form.currency()
        try form.finish()
        let (views, unknown) = await aggregator.views(ids, for: client, currency: currency)
        return Answer(products: views, not_found: unknown)
    }
}
