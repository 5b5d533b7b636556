import BookCatalog
import Endpoints
import LambdaEvents

/// `GET /search/shard/{prefix}?limit`: what a reader may be about to type, the likeliest first.
struct ShardEndpoint: Endpoint {
    let service: BookService

    struct Suggestion: Encodable {
        var book_id: String
        var title: String
        var authors: [String]
    }

    struct Answer: Encodable {
        var prefix: String
        var suggestions: [Suggestion]
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = Form(query: request)
        form.addPath("prefix", of: request)
        let prefix = form.text("prefix", required: true) ?? ""
        let limit = form.limit(default: 10, most: CatalogLimits.results)
        try form.finish()
        let query = SearchQuery(text: prefix)
        guard !query.words.isEmpty else { return Answer(prefix: prefix, suggestions: []) }
        let books = try await BookSearch(service: service).books(query, limit: limit)
        let suggestions = books.map { Suggestion(book_id: $0.id, title: $0.title, authors: $0.authors) }
        return Answer(prefix: prefix, suggestions: suggestions)
    }
}
