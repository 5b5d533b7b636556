import AWSClient
import BookCatalog

/// The table `search`.
package struct DynamoDBTerms: TermStore {
    private let reader: BatchReader
    private let table: String

    package init(_ dynamoDB: DynamoDB, table: String) {
        reader = BatchReader(dynamoDB: dynamoDB)
        self.table = table
    }

    package func terms(_ texts: [String]) async throws -> [String: IndexTerm] {
        let items = try await reader.items(texts.map(TermItem.key), of: table)
        let terms = items.compactMap(TermItem.term).map { ($0.text, $0) }
        return Dictionary(terms, uniquingKeysWith: { first, _ in first })
    }
}
