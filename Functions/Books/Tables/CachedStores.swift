import BookCatalog

/// Books as they were up to half a minute ago: for lists, where a rating may show a little later.
package struct CachedBooks: BookStore {
    private let base: any BookStore
    /// Books kept, about 500 bytes each: 10 MB.
    private let cache = HotCache<Book>(lifetime: .seconds(30), costLimit: 20_000)

    package init(_ base: any BookStore) { self.base = base }

    package func books(_ ids: [String]) async throws -> [String: Book] {
        let now = ContinuousClock.now
        var books = cache.values(ids, now: now)
        let missing = Array(Set(ids).subtracting(books.keys))
        guard !missing.isEmpty else { return books }
        for (id, book) in try await base.books(missing) {
            cache.insert(book, for: id, cost: 1, now: now)
            books[id] = book
        }
        return books
    }
}

/// Terms of the index as they were up to a minute ago. That a term does not exist is remembered, too.
package struct CachedTerms: TermStore {
    private let base: any TermStore
    /// Postings of all terms kept, about 50 bytes each: 25 MB.
    private let cache = HotCache<IndexTerm>(lifetime: .seconds(60), costLimit: 500_000)

    package init(_ base: any TermStore) { self.base = base }

    package func terms(_ texts: [String]) async throws -> [String: IndexTerm] {
        let now = ContinuousClock.now
        var terms = cache.values(texts, now: now)
        let missing = Array(Set(texts).subtracting(terms.keys))
        guard !missing.isEmpty else { return terms }
        let found = try await base.terms(missing)
        for text in missing {
            let term = found[text] ?? IndexTerm(text: text)
            cache.insert(term, for: text, cost: 4 + term.words.count + term.prefixed.count, now: now)
            terms[text] = term
        }
        return terms
    }
}
