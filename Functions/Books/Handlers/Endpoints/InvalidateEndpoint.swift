import BookCatalog
import BookTables
import Endpoints
import LambdaEvents

/// `POST /recommendations/invalidate/{user_id}`: the next answer to this reader is calculated anew.
///
/// For a reader who has rated, this holds even when the cache cannot be reached: the profile's version is what counts.
struct InvalidateEndpoint: Endpoint {
    let service: BookService

    struct Answer: Encodable {
        var user_id: String
        /// Whether there was something in the cache.
        var was_cached: Bool
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = try Form(optionalBody: request)
        form.addPath("user_id", of: request)
        let id = form.id("user_id")
        try form.finish()
        let desk = service.desk
        let isKnown = try await desk.similarity.invalidate(id)
        do {
            return Answer(user_id: id, was_cached: try await desk.cache?.remove(id) ?? false)
        } catch {
            guard isKnown else { throw RequestError.unavailable("The cache cannot be reached") }
            desk.warn("The cache could not be told to forget a reader, the entry is stale by its version: \(error)")
            return Answer(user_id: id, was_cached: false)
        }
    }
}
