import BookCatalog
import BookTables
import Endpoints
import LambdaEvents

/// `POST /books/batch` {book_ids}: up to a hundred books in the order asked for; unknown ids are listed apart.
struct BooksBatchEndpoint: Endpoint {
    let service: BookService

    struct Answer: Encodable {
        var books: [BookAnswer]
        var not_found: [String]
    }

    func answer(_ request: APIGatewayV2Request) async throws -> Answer {
        var form = try Form(body: request)
        let ids = Self.unique(form.ids("book_ids", limit: CatalogLimits.batch))
        try form.finish()
        let books = try await service.books.books(ids)
        return Answer(
            books: ids.compactMap { books[$0].map(BookAnswer.init) },
            not_found: ids.filter { books[$0] == nil }
        )
    }

    private static func unique(_ ids: [String]) -> [String] {
        var seen: Set<String> = []
        return ids.filter { seen.insert($0).inserted }
    }
}
