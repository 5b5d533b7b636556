import BookCatalog
import FoundationEssentials
import Testing

@testable import Loader

struct ClassicsTests {
    @Test func theCatalogueThatComesAlongIsInOrder() throws {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appending(path: "Functions/Books/Data/classics.jsonl").path
        var reader = try #require(try RecordReader(LoadFile(path: path)))
        var books: [Book] = []
        while let record = try reader.next() {
            guard case .fields(let fields) = try record.content.get() else { continue }
            books.append(try BookRow.book(fields))
        }
        #expect(books.count > 400)
        #expect(Set(books.map(\.id)).count == books.count)
        #expect(books.allSatisfy { $0.published == nil && $0.language != nil })
    }
}
