import AWSClient
import BookCatalog
import BookTables

/// Where imported books go, so that the rest of the service finds them.
package protocol Catalogue: Sendable {
    /// Adds these books, or brings them up to date; `indexed` is what the search index says of them. The ratings that
    /// they were given here stay. Doing it again changes nothing.
    func publish(_ books: [Book], indexed: [IndexedBook]) async throws
    /// Readers without history may be recommended these books, the best first, where others have rated too few.
    func recommend(_ bookIDs: [String]) async throws
}

/// The tables `books` and `search`, with the same items that a load writes.
///
/// The index comes first: should the second half fail, the next attempt still finds the old books and knows which terms
/// to take them out of. An entry of the index without a book is passed over by the search.
package struct DynamoDBCatalogue: Catalogue {
    private let dynamoDB: DynamoDB
    private let tables: TableNames

    private static let writesAtOnce = 16

    package init(_ dynamoDB: DynamoDB, tables: TableNames) {
        self.dynamoDB = dynamoDB
        self.tables = tables
    }

    package func publish(_ books: [Book], indexed: [IndexedBook]) async throws {
        let store = DynamoDBBooks(dynamoDB, table: tables.books)
        for start in stride(from: 0, to: books.count, by: CatalogLimits.batch) {
            let chunk = books[start..<min(start + CatalogLimits.batch, books.count)]
            let ids = Set(chunk.map(\.id))
            let old = try await store.books(chunk.map(\.id))
            let update = IndexUpdate(dynamoDB: dynamoDB, table: tables.search)
            try await update.run(indexed.filter { ids.contains($0.id) }, over: old)
            try await write(
                chunk.filter { book in
                    var known = old[book.id]
                    known?.tally = book.tally
                    return known != book
                }
            )
        }
    }

    package func recommend(_ bookIDs: [String]) async throws {
        try await PopularBooks(dynamoDB, table: tables.raters).suggest(bookIDs)
    }

    private func write(_ books: [Book]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, book) in books.enumerated() {
                if index >= Self.writesAtOnce { try await group.next() }
                group.addTask { try await write(book) }
            }
            try await group.waitForAll()
        }
    }

    /// Sets the facts and leaves the counters of the ratings alone. A rating of the book may be under way.
    private func write(_ book: Book) async throws {
        try await Backoff.whileItemIsHeld { try await set(book) }
    }

    private func set(_ book: Book) async throws {
        let item = BookItem.item(book)
        let facts = BookItem.facts.enumerated().map { ("#f\($0)", ":f\($0)", $1) }
        let (present, absent) = (facts.filter { item[$0.2] != nil }, facts.filter { item[$0.2] == nil })
        let set = "SET " + present.map { "\($0.0) = \($0.1)" }.joined(separator: ", ")
        let remove = absent.isEmpty ? "" : " REMOVE " + absent.map(\.0).joined(separator: ", ")
        _ = try await dynamoDB.updateItem(
            .init(
                tableName: tables.books,
                key: BookItem.key(book.id),
                updateExpression: set + remove,
                expressionAttributeNames: Dictionary(uniqueKeysWithValues: facts.map { ($0.0, $0.2) }),
                expressionAttributeValues: Dictionary(
                    uniqueKeysWithValues: present.compactMap { fact in item[fact.2].map { (fact.1, $0) } }
                )
            )
        )
    }
}
