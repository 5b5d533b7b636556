import AWSClient
import BookCatalog

/// The table `books`.
package struct DynamoDBBooks: BookStore {
    private let reader: BatchReader
    private let table: String

    package init(_ dynamoDB: DynamoDB, table: String) {
        reader = BatchReader(dynamoDB: dynamoDB)
        self.table = table
    }

    package func books(_ ids: [String]) async throws -> [String: Book] {
        let items = try await reader.items(ids.map(BookItem.key), of: table)
        let books = items.compactMap(BookItem.book).map { ($0.id, $0) }
        return Dictionary(books, uniquingKeysWith: { first, _ in first })
    }
}
