import BookCatalog
import Endpoints
import LambdaEvents

/// `POST /search/advanced` {title, author, min_year, max_year, language, min_rating, limit}: books for which all of it
/// holds.
///
/// At least one field has to be given. Without title and author the answer comes from the most popular books, of the
/// language if there is one (see `IndexTerm.longestWordList`). `min_rating` is held against the five hundred best hits.
struct AdvancedSearchEndpoint: Endpoint {
    let service: BookService

    struct Answer: Encodable {
        var books: [BookAnswer]
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = try Form(body: request)
        let title = form.text("title")
        let author = form.text("author")
        let filter = SearchFilter(
            minYear: form.integer("min_year", CatalogLimits.years),
            maxYear: form.integer("max_year", CatalogLimits.years),
            language: form.text("language", limit: 20)
        )
        let minRating = form.number("min_rating", 0...5)
        let limit = form.limit(default: 10, most: CatalogLimits.results)
        check(filter, &form)
        try form.finish()
        let hasFilter = filter != SearchFilter() || minRating != nil
        guard title != nil || author != nil || hasFilter else {
            throw RequestError.invalid(["title": "or another condition is needed"])
        }
        var query = SearchQuery()
        query.filter = filter
        query.add(title ?? "", in: .title)
        query.add(author ?? "", in: .author)
        // Only punctuation: no book has such words.
        guard !query.words.isEmpty || (title == nil && author == nil) else { return Answer(books: []) }
        return Answer(books: try await books(query, limit, minRating).map(BookAnswer.init))
    }

    private func books(_ query: SearchQuery, _ limit: Int, _ minRating: Double?) async throws -> [Book] {
        let search = BookSearch(service: service)
        guard let minRating else { return try await search.books(query, limit: limit) }
        return try await search.books(query, limit: limit) { ($0.averageRating ?? 0) >= minRating }
    }

    private func check(_ filter: SearchFilter, _ form: inout Form) {
        if let first = filter.minYear, let last = filter.maxYear, first > last {
            form.fail("max_year", because: "must not be before min_year")
        }
    }
}
