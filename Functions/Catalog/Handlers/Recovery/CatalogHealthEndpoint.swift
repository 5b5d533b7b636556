import CatalogStores
import Endpoints
import LambdaEvents
import ProductCatalog

/// `GET /catalog/health`: whether updates and notices get through to the tables.
struct CatalogHealthEndpoint: Endpoint {
    let breaker: BreakerGuard
    let deadLetters: any DeadLetters

    struct Answer: Encodable {
        /// `ok`, or `degraded` while reads may be out of date, or updates or notices wait.
        var status: String
        var breaker: CircuitBreaker.State
        /// Updates and notices.
        var dead_letters: Int
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        let state = await breaker.state()
        let count = try await deadLetters.count()
        return Answer(status: state == .closed && count == 0 ? "ok" : "degraded", breaker: state, dead_letters: count)
    }
}
