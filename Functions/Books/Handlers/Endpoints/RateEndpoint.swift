import BookCatalog
import BookTables
import Endpoints
import LambdaEvents

/// `POST /books/{book_id}/rate` {rating 1…5, user_id}: stores the reader's rating in place of an older one.
///
/// The reader is the one whom the token names; a `user_id` that is given must be the same.
///
/// What was recommended to the reader before is stale from then on, see `RecommendationDesk`.
struct RateEndpoint: Endpoint {
    let service: BookService

    struct Answer: Encodable {
        var book_id: String
        var user_id: String
        var rating: Int
        /// The reader's rating before; absent for the first one.
        var previous_rating: Int?
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = try Form(body: request)
        form.addPath("book_id", of: request)
        let bookID = form.id("book_id")
        let userID = try request.reader(&form)
        let stars = form.integer("rating", RatingTally.stars, required: true)
        try form.finish()
        let rating = RatingItem(userID: userID, bookID: bookID, rating: stars ?? 0, ratedAt: service.now())
        switch try await service.ratings.rate(rating) {
        case .stored(let change):
            await service.desk.forget(userID)
            await service.tell(ofRatingsOf: bookID)
            return Answer(book_id: bookID, user_id: userID, rating: change.new, previous_rating: change.old)
        case .unknownBook: throw RequestError.notFound("There is no book \(bookID)")
        case .busy: throw RequestError.busy("Too many ratings at once, try again")
        }
    }
}
