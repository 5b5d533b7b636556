import AWSClient
import BookCatalog

/// The table `search`.
package struct DynamoDBTerms: TermStore {
    private let reader: BatchReader

    package init(_ dynamoDB: DynamoDB, table: String) {
        reader = BatchReader(dynamoDB: dynamoDB, table: table)
    }

    package func terms(_ texts: [String]) async throws -> [String: IndexTerm] {
        let items = try await reader.items(texts.map(TermItem.key))
        let terms = items.compactMap(TermItem.term).map { ($0.text, $0) }
        return Dictionary(terms, uniquingKeysWith: { first, _ in first })
    }
}
