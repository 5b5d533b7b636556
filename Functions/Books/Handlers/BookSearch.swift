import BookCatalog
import BookTables

/// Answers queries out of the tables: one read of the index, one of the books found.
struct BookSearch: Sendable {
    let service: BookService

    /// The best `limit` books, best first. Of titles that differ in articles and the like alone, the one that is `title`
    /// comes first.
    func books(_ query: SearchQuery, limit: Int, title: String) async throws -> [Book] {
        let found = try await books(hits(query, limit: max(limit, Self.alikeTitles)))
        let words = Words.split(title)
        let exact = found.prefix(Self.alikeTitles).firstIndex { Words.split($0.title) == words }
        let first = exact.map { [found[$0]] } ?? []
        return Array((first + found.filter { $0.id != first.first?.id }).prefix(limit))
    }

    /// How many books are looked through for a title as it was typed.
    private static let alikeTitles = 5

    /// The best `limit` books, best first.
    func books(_ query: SearchQuery, limit: Int) async throws -> [Book] {
        try await books(hits(query, limit: limit))
    }

    /// The same with a test that only the book itself can pass. Looks at five hundred books at most.
    func books(_ query: SearchQuery, limit: Int, where passes: (Book) -> Bool) async throws -> [Book] {
        var rest = try await hits(query, limit: 5 * CatalogLimits.batch)[...]
        var chosen: [Book] = []
        while chosen.count < limit, !rest.isEmpty {
            chosen += try await books(Array(rest.prefix(CatalogLimits.batch))).filter(passes)
            rest = rest.dropFirst(CatalogLimits.batch)
        }
        return Array(chosen.prefix(limit))
    }

    private func hits(_ query: SearchQuery, limit: Int) async throws -> [SearchHit] {
        let terms = try await service.terms.terms(query.terms)
        return Search(query, terms: terms).best(limit)
    }

    /// In the order of the hits. A book that the index still knows but the table does not is left out.
    private func books(_ hits: [SearchHit]) async throws -> [Book] {
        guard !hits.isEmpty else { return [] }
        let books = try await service.recentBooks.books(hits.map(\.bookID))
        return hits.compactMap { books[$0.bookID] }
    }
}
