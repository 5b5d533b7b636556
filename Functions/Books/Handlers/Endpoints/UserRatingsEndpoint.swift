import BookAccounts
import BookCatalog
import BookTables
import Endpoints
import LambdaEvents

/// `GET /users/{user_id}/ratings?limit&cursor`: what a reader has rated, newest first. Who has neither rated nor
/// registered is unknown.
struct UserRatingsEndpoint: Endpoint {
    let service: BookService
    let readers: any ReaderStore

    struct Answer: Encodable {
        var user_id: String
        var ratings: [RatingAnswer]
        /// Absent on the last page.
        var next_cursor: String?
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = Form(query: request)
        form.addPath("user_id", of: request)
        let id = form.id("user_id")
        let limit = form.limit(default: 20, most: CatalogLimits.page)
        let list = "users/\(id)"
        let cursor = form.cursor(of: list)
        try form.finish()
        let page = try await service.ratings.ratings(byUser: id, limit: limit, after: cursor?.position)
        if page.ratings.isEmpty, cursor == nil, try await readers.reader(id) == nil {
            throw RequestError.notFound("There is no reader \(id)")
        }
        return Answer(
            user_id: id,
            ratings: page.ratings.map(RatingAnswer.init),
            next_cursor: page.next.map { RatingCursor($0, in: list).text }
        )
    }
}
