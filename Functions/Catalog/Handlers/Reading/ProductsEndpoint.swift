import CatalogStores
import Endpoints
import LambdaEvents
import ProductCatalog

/// `GET /catalog/products?category&limit&cursor&client&currency`: a page of a category's products, in the order of ids.
struct ProductsEndpoint: Endpoint {
    let reader: ProductReader
    let aggregator: Aggregator

    struct Answer: Encodable {
        var category: String
        var products: [ProductView]
        /// Absent on the last page.
        var next_cursor: String?
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = Form(query: request)
        let category = form.text("category", required: true, limit: ProductLimits.categoryCharacters) ?? ""
        let limit = form.limit(default: 20, most: ProductLimits.page)
        let cursor = form.productCursor()
        let client = form.client()
        let currency = form.currency()
        try form.finish()
        let page = try await page(category, after: cursor, limit: limit)
        guard !page.ids.isEmpty || cursor != nil else {
            throw RequestError.notFound("There is no category \(category)")
        }
        return Answer(
            category: category,
            products: page.ids.isEmpty
                ? [] : await aggregator.views(page.ids, for: client, currency: currency).views,
            next_cursor: page.next.map { ProductCursor(productID: $0).text }
        )
    }

    private func page(_ category: String, after last: String?, limit: Int) async throws -> ProductPage {
        do {
            return try await reader.page(ofCategory: category, after: last, limit: limit)
        } catch is StoreOutage {
            throw RequestError.unavailable("The catalogue cannot be read at the moment")
        }
    }
}
