import CatalogStores
import LambdaRuntime
import ProductCatalog

/// Runs a backend: reads the products, and tells its side of them.
struct BackendHandler<Content: Codable & Sendable>: LambdaHandler {
    let reader: ProductReader
    /// Its side of a product; `nil` where nothing is known of that yet.
    let content: @Sendable (ProductRecord, BackendRequest) -> Content?

    func handle(_ event: BackendRequest, context: LambdaContext) async throws -> BackendAnswer<Content> {
        try await answer(event)
    }

    func answer(_ request: BackendRequest) async throws -> BackendAnswer<Content> {
        let read = try await reader.read(Array(request.product_ids.prefix(ProductLimits.batch)))
        var answer = BackendAnswer<Content>(unknown: read.unknown, stale: read.stale, unavailable: read.unavailable)
        for (id, record) in read.records {
            // Its price may have been told before the product itself.
            guard record.product != nil else {
                answer.unknown.append(id)
                continue
            }
            answer.products[id] = content(record, request)
        }
        return answer
    }
}

extension BackendHandler<ProductContent> {
    static func product(_ reader: ProductReader) -> Self {
        Self(reader: reader) { record, _ in
            record.product.map { ProductContent(details: $0.content, rating: record.rating?.content) }
        }
    }
}

extension BackendHandler<Inventory> {
    static func inventory(_ reader: ProductReader) -> Self {
        Self(reader: reader) { record, _ in record.inventory?.content }
    }
}

extension BackendHandler<QuotedPrice> {
    /// A price for which there is no rate is not told.
    static func price(_ reader: ProductReader, rates: ExchangeRates) -> Self {
        Self(reader: reader) { record, request in
            guard let base = record.price?.content else { return nil }
            let price = rates.convert(base, to: request.currency ?? base.currency)
            return price.map { QuotedPrice(price: $0, base: base) }
        }
    }
}
