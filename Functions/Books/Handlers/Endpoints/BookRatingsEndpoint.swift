import BookCatalog
import BookTables
import Endpoints
import LambdaEvents

/// `GET /books/{book_id}/ratings?limit&cursor`: count, average, histogram, and a page of ratings, newest first.
struct BookRatingsEndpoint: Endpoint {
    let service: BookService

    struct Answer: Encodable {
        var book_id: String
        var count: Int
        /// Absent where nobody has rated.
        var average: Double?
        var histogram: HistogramAnswer
        var ratings: [RatingAnswer]
        /// Absent on the last page.
        var next_cursor: String?
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = Form(query: request)
        form.addPath("book_id", of: request)
        let id = form.id("book_id")
        let limit = form.limit(default: 20, most: CatalogLimits.page)
        let list = "books/\(id)"
        let cursor = form.cursor(of: list)
        try form.finish()
        async let page = service.ratings.ratings(ofBook: id, limit: limit, after: cursor?.position)
        let tally = try await service.book(id).tally
        return Answer(
            book_id: id,
            count: tally.count,
            average: tally.average,
            histogram: HistogramAnswer(tally: tally),
            ratings: try await page.ratings.map(RatingAnswer.init),
            next_cursor: try await page.next.map { RatingCursor($0, in: list).text }
        )
    }
}
