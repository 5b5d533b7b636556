import BookCatalog
import BookTables
import Endpoints
import LambdaEvents

/// `POST /books/batch` {book_ids, limit, cursor}: up to a thousand books in the order asked for, a hundred to a page;
/// unknown ids are listed apart.
struct BooksBatchEndpoint: Endpoint {
    let service: BookService

    struct Answer: Encodable {
        var books: [BookAnswer]
        var not_found: [String]
        /// The same request with this cursor gets the next page; absent on the last one.
        var next_cursor: String?
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = try Form(body: request)
        let ids = Self.unique(form.ids("book_ids", limit: CatalogLimits.batches))
        let limit = form.limit(default: CatalogLimits.batch, most: CatalogLimits.batch)
        let start = Self.start(in: ids, &form)
        try form.finish()
        let page = ids[start...].prefix(limit)
        let books = try await service.books.books(Array(page))
        return Answer(
            books: page.compactMap { books[$0].map(BookAnswer.init) },
            not_found: page.filter { books[$0] == nil },
            next_cursor: page.endIndex < ids.endIndex ? page.last : nil
        )
    }

    /// Pages go on after the id that ended the one before.
    private static func start(in ids: [String], _ form: inout Form) -> Int {
        guard let cursor = form.text("cursor", limit: Form.idBytes) else { return 0 }
        if let last = ids.firstIndex(of: cursor) { return last + 1 }
        form.fail("cursor", because: "is not a cursor of this list")
        return 0
    }

    private static func unique(_ ids: [String]) -> [String] {
        var seen: Set<String> = []
        return ids.filter { seen.insert($0).inserted }
    }
}
