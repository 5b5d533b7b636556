import AWSClient
import BookCatalog

/// A term of the search index as an item of the table `search`.
package enum TermItem {
    package static func key(_ text: String) -> DynamoDB.Item { ["term": .s(text)] }

    package static func item(_ term: IndexTerm) -> DynamoDB.Item {
        var item = key(term.text)
        if !term.words.isEmpty { item["words"] = .b(term.words.bytes) }
        if !term.prefixed.isEmpty { item["prefixed"] = .b(term.prefixed.bytes) }
        return item
    }

    /// `nil` for an item whose lists are of another version.
    package static func term(_ item: DynamoDB.Item) -> IndexTerm? {
        guard let text = item["term"]?.stringValue, let words = list(item["words"]),
            let prefixed = list(item["prefixed"])
        else { return nil }
        return IndexTerm(text: text, words: words, prefixed: prefixed)
    }

    private static func list(_ value: AttributeValue?) -> PostingList? {
        guard let value else { return PostingList() }
        return value.binaryValue.flatMap { PostingList(bytes: $0) }
    }
}
