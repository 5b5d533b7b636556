import BookAccounts
import Endpoints
import LambdaRuntime

var handlers = LambdaHandlers()
handlers.add("search") { EndpointHandler(SearchEndpoint(service: try BookService())) }
handlers.add("search-advanced") { EndpointHandler(AdvancedSearchEndpoint(service: try BookService())) }
handlers.add("search-shard") { EndpointHandler(ShardEndpoint(service: try BookService())) }
handlers.add("book") { EndpointHandler(BookEndpoint(service: try BookService())) }
handlers.add("books-batch") { EndpointHandler(BooksBatchEndpoint(service: try BookService())) }
handlers.add("rate") { EndpointHandler(RateEndpoint(service: try BookService())) }
handlers.add("book-ratings") { EndpointHandler(BookRatingsEndpoint(service: try BookService())) }
handlers.add("user-ratings") {
    EndpointHandler(UserRatingsEndpoint(service: try BookService(), readers: try DynamoDBReaders()))
}
handlers.add("import") { EndpointHandler(ImportEndpoint(service: try ImportService())) }
handlers.add("import-progress") { EndpointHandler(ImportProgressEndpoint(service: try ImportService())) }
handlers.add("import-invalidate") { EndpointHandler(ImportInvalidationEndpoint(service: try ImportService())) }
handlers.add("import-pages") { ImportPagesHandler(try ImportService()) }
handlers.add("recommendations") { EndpointHandler(RecommendationsEndpoint(service: try BookService())) }
handlers.add("recommendations-invalidate") { EndpointHandler(InvalidateEndpoint(service: try BookService())) }
handlers.add("recommendations-refresh") {
    let workers = try LambdaRefreshWorkers(named: "REFRESH_FUNCTION")
    return EndpointHandler(RefreshEndpoint(service: try BookService(), workers: workers))
}
handlers.add("recommendations-progress") { EndpointHandler(RefreshProgressEndpoint(service: try BookService())) }
handlers.add("recommendations-worker") {
    RefreshWorker(service: try BookService(), workers: try LambdaRefreshWorkers(named: "AWS_LAMBDA_FUNCTION_NAME"))
}
handlers.add("register") { EndpointHandler(RegisterEndpoint(service: try AccountService())) }
handlers.add("login") { EndpointHandler(LoginEndpoint(service: try AccountService())) }
handlers.add("keys") { EndpointHandler(KeysEndpoint(service: try AccountService())) }
handlers.add("discovery") { EndpointHandler(DiscoveryEndpoint(service: try AccountService())) }
handlers.add("authorize-admin") { try AdminAuthorizer() }
handlers.add("export-ratings", makeStreaming: { try ExportHandler() })
handlers.add("partner-search") { RESTEndpointHandler(SearchEndpoint(service: try BookService())) }
handlers.add("partner-books") { RESTEndpointHandler(BooksBatchEndpoint(service: try BookService())) }
handlers.add("health") { EndpointHandler(HealthEndpoint(service: try BookService())) }
try await handlers.run()
