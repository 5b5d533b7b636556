import BookCatalog
import Endpoints
import FoundationEssentials
import LambdaEvents

/// `GET /recommendations/{user_id}?limit`: books for a reader, the best first, each with the reason why.
///
/// Readers who have rated nothing get what most have rated.
struct RecommendationsEndpoint: Endpoint {
    let service: BookService

    struct Answer: Encodable {
        var user_id: String
        var source: RecommendationDesk.Served.Source
        /// ISO 8601, UTC.
        var computed_at: String
        var age_seconds: Double
        var recommendations: [RecommendationAnswer]
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = Form(query: request)
        form.addPath("user_id", of: request)
        let id = form.id("user_id")
        let limit = form.limit(default: 10, most: CatalogLimits.results)
        try form.finish()
        let served = try await service.desk.recommendations(for: id)
        return Answer(
            user_id: id,
            source: served.source,
            computed_at: iso8601(served.entry.computed_at),
            age_seconds: Double(max(0, service.now() - served.entry.computed_at)) / 1_000,
            recommendations: Array(served.entry.books.prefix(limit))
        )
    }
}
