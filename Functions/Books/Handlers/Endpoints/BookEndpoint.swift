import BookCatalog
import BookTables
import Endpoints
import LambdaEvents

/// `GET /books/{book_id}`: one book as it is now.
struct BookEndpoint: Endpoint {
    let service: BookService

    func answer(_ request: EndpointRequest) async throws -> BookAnswer {
        var form = Form(query: request)
        form.addPath("book_id", of: request)
        let id = form.id("book_id")
        try form.finish()
        return BookAnswer(try await service.book(id))
    }
}

extension BookService {
    /// Throws `RequestError.notFound` for an id that no book has.
    func book(_ id: String) async throws -> Book {
        guard let book = try await books.books([id])[id] else {
            throw RequestError.notFound("There is no book \(id)")
        }
        return book
    }
}
