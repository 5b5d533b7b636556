import AWSClient
import BookCatalog

/// What the generator of ratings has to know of a book.
struct RatedBook: Hashable {
    static let tastes = 12

    var id: String
    /// Readers like books of one taste alike; books of one author have one.
    var taste: Int
    /// How many are said to have read it; 0 where nobody says.
    var readers: Int

    init(id: String, author: String, readers: Int) {
        self.id = id
        self.readers = readers
        taste = Int(Posting.key(of: author) % UInt64(Self.tastes))
    }

    /// `nil` for an item that is no book.
    init?(_ item: DynamoDB.Item) {
        guard let id = item["book_id"]?.stringValue else { return nil }
        let author = item["authors"]?.listValue?.first?.stringValue ?? id
        self.init(id: id, author: author, readers: item["published_count"]?.intValue ?? 0)
    }
}
