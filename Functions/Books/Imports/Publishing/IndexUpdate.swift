import AWSClient
import BookCatalog
import BookTables

/// Brings a few books up to date in the search index that is there already.
///
/// Each term is read, changed and written only if it is still what was read, so that imports that run beside each other
/// lose nothing. Doing it again changes nothing.
struct IndexUpdate: Sendable {
    let dynamoDB: DynamoDB
    let table: String

    private static let attempts = 10
    private static let writesAtOnce = 16

    /// `old`: the books as they are in the catalogue, with the ratings that were given here.
    func run(_ books: [IndexedBook], over old: [String: Book]) async throws {
        var builder = IndexBuilder()
        for book in books { builder.add(book, ratedHere: old[book.id]?.tally.count ?? 0) }
        let forgotten = old.values.flatMap { IndexedBook($0).terms }
        let texts = Set(builder.terms).union(forgotten).sorted()
        let ids = Set(books.map(\.id))
        for start in stride(from: 0, to: texts.count, by: CatalogLimits.batch) {
            let chunk = texts[start..<min(start + CatalogLimits.batch, texts.count)]
            try await update(chunk.map { builder.term($0) }, removing: ids)
        }
    }

    private func update(_ terms: [IndexTerm], removing ids: Set<String>) async throws {
        let store = DynamoDBTerms(dynamoDB, table: table)
        var rest = terms
        for attempt in 0..<Self.attempts where !rest.isEmpty {
            if attempt > 0 { try await Backoff.wait(attempt) }
            let found = try await store.terms(rest.map(\.text))
            let changes = rest.compactMap { term -> Change? in
                let old = found[term.text]
                let new = (old ?? IndexTerm(text: term.text)).replacing(ids, with: term)
                return new == old ? nil : Change(old: old, new: new, wanted: term)
            }
            rest = try await write(changes)
        }
        guard rest.isEmpty else { throw ContendedTerms(count: rest.count) }
    }

    private struct Change: Sendable {
        var old: IndexTerm?
        var new: IndexTerm
        /// What is to be merged in, should it have to be done again.
        var wanted: IndexTerm
    }

    /// Returns what others have changed meanwhile.
    private func write(_ changes: [Change]) async throws -> [IndexTerm] {
        try await withThrowingTaskGroup(of: IndexTerm?.self) { group in
            var missed: [IndexTerm] = []
            for (index, change) in changes.enumerated() {
                if index >= Self.writesAtOnce, let term = try await group.next() ?? nil { missed.append(term) }
                group.addTask { try await write(change) ? nil : change.wanted }
            }
            for try await term in group { if let term { missed.append(term) } }
            return missed
        }
    }

    private func write(_ change: Change) async throws -> Bool {
        var values: [String: AttributeValue] = [:]
        var conditions: [String] = []
        if let old = change.old {
            let item = TermItem.item(old)
            for (name, value) in [("words", item["words"]), ("prefixed", item["prefixed"])] {
                values[":\(name)"] = value
                conditions.append(value == nil ? "attribute_not_exists(\(name))" : "\(name) = :\(name)")
            }
        } else {
            conditions = ["attribute_not_exists(term)"]
        }
        do {
            _ = try await dynamoDB.putItem(
                .init(
                    tableName: table,
                    item: TermItem.item(change.new),
                    conditionExpression: conditions.joined(separator: " AND "),
                    expressionAttributeValues: values.isEmpty ? nil : values
                )
            )
            return true
        } catch let error as DynamoDBError where error.code == .conditionalCheckFailedException {
            return false
        }
    }
}

/// Others kept changing terms of the search index.
package struct ContendedTerms: Error, Hashable {
    package var count: Int
}
