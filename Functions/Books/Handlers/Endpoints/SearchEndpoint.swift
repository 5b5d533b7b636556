import BookCatalog
import Endpoints
import LambdaEvents

/// `POST /search` {query, limit}: books whose title or authors have the words of the query, or words that start so.
struct SearchEndpoint: Endpoint {
    let service: BookService

    struct Answer: Encodable {
        var books: [BookAnswer]
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = try Form(body: request)
        let text = form.text("query", required: true)
        let limit = form.limit(default: 10, most: CatalogLimits.results)
        try form.finish()
        let query = SearchQuery(text: text ?? "")
        guard let text, !query.words.isEmpty else { return Answer(books: []) }
        let books = try await BookSearch(service: service).books(query, limit: limit, title: text)
        return Answer(books: books.map(BookAnswer.init))
    }
}
