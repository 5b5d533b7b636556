import AWSClient
import CatalogStores
import Endpoints
import LambdaRuntime
import ProductCatalog

var handlers = LambdaHandlers()

// What clients ask, and the backends behind it.
handlers.add("catalog-product") {
    EndpointHandler(ProductEndpoint(aggregator: Aggregator(backends: try LambdaBackends(CatalogNames()))))
}
handlers.add("catalog-products") {
    let aggregator = Aggregator(backends: try LambdaBackends(CatalogNames()))
    return EndpointHandler(ProductsEndpoint(reader: try CatalogService().reader, aggregator: aggregator))
}
handlers.add("catalog-batch") {
    EndpointHandler(ProductBatchEndpoint(aggregator: Aggregator(backends: try LambdaBackends(CatalogNames()))))
}
handlers.add("product-details") { BackendHandler.product(try CatalogService().reader) }
handlers.add("product-inventory") { BackendHandler.inventory(try CatalogService().reader) }
handlers.add("product-pricing") {
    BackendHandler.price(try CatalogService().reader, rates: try ExchangeRates(CatalogNames()))
}

// What changes products: events go out, and come back through the queue.
handlers.add("catalog-create") { EndpointHandler(CreateEndpoint(publisher: try UpdatePublisher(CatalogNames()))) }
handlers.add("catalog-update") { EndpointHandler(try UpdateEndpoint(.product)) }
handlers.add("catalog-inventory") { EndpointHandler(try UpdateEndpoint(.inventory)) }
handlers.add("catalog-price") { EndpointHandler(try UpdateEndpoint(.price)) }
handlers.add("catalog-rating") { EndpointHandler(try UpdateEndpoint(.rating)) }
handlers.add("catalog-import") { ImportHandler(publisher: try UpdatePublisher(CatalogNames())) }
handlers.add("catalog-apply") { try UpdateBatchHandler(try CatalogService()) }
handlers.add("catalog-recovery") { try RecoveryHandler(try CatalogService()) }
handlers.add("catalog-health") {
    let service = try CatalogService()
    let deadLetters = try DeadLetterQueues(service.names)
    return EndpointHandler(CatalogHealthEndpoint(breaker: service.breaker, deadLetters: deadLetters))
}

// Who is told of what.
handlers.add("catalog-wish") {
    EndpointHandler(WishEndpoint(reader: try CatalogService().reader, wishes: try NoticeDesk(CatalogNames()).wishes))
}
handlers.add("catalog-notices") { EndpointHandler(NoticesEndpoint(notices: try NoticeDesk(CatalogNames()).notices)) }
handlers.add("notice-price-drops") { try NoticeHandler(CatalogNames()) }
handlers.add("notice-ratings") { try NoticeHandler(CatalogNames()) }
handlers.add("notice-digest") {
    DigestHandler(notices: try NoticeDesk(CatalogNames()).notices, shards: DynamoDBNotices.shards)
}
try await handlers.run()
