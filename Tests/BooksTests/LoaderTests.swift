import BookCatalog
import BookTables
import FoundationEssentials
import JSON
import Testing
import Time

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@testable import Loader

struct LoaderTests {
    /// The rows of a text, read as a file.
    private func rows(_ text: String) throws -> [Record] {
        let url = FileManager.default.temporaryDirectory.appending(path: "loader-\(UUID().uuidString)")
        try Data(text.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        guard var reader = try RecordReader(LoadFile(path: url.path)) else { return [] }
        var records: [Record] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    private func fields(_ record: Record) throws -> JSON.Object {
        guard case .fields(let fields) = try record.content.get() else { throw RowRejection("not fields") }
        return fields
    }

    @Test func readsCSV() throws {
        let text = "id,title\r\n1,plain\r\n2,\"with, comma\"\n3,\"two\nlines\"\n4,\"a \"\"quote\"\"\"\n\n5,\n"
        let records = try rows(text)
        #expect(records.map(\.line) == [2, 3, 4, 6, 8])
        let titles = try records.map { try fields($0)["title"] }
        #expect(titles == ["plain", "with, comma", "two\nlines", "a \"quote\"", .null])
    }

    @Test(arguments: [
        ("a,b\n1", "1 CSV fields, the header has 2"),
        ("a,b\n1,2,3", "3 CSV fields, the header has 2"),
        ("a,b\n1,x\"y\"", "a quote inside an unquoted CSV field"),
        ("a,b\n1,\"x\"y", "text after the closing quote of a CSV field"),
        ("a,b\n1,\"x", "a CSV field whose quote is never closed"),
        ("{\"a\":1}\n{", "not valid JSON"),
        ("{\"a\":1}\n[]", "not a JSON object"),
        ("/type/work\t/works/OL1W\t1\tnow\t{}\n/type/work\tx", "2 columns, an Open Library row has 5"),
    ])
    func rejectsBrokenRows(_ text: String, _ reason: String) throws {
        let last = try #require(try rows(text).last)
        #expect(throws: RowRejection(reason)) { try last.content.get() }
    }

    @Test func refusesFilesItDoesNotKnow() throws {
        #expect(throws: LoadError.self) { try rows("hello\nworld") }
        #expect(throws: LoadError.self) { try LoadFile(path: "/nowhere/at/all") }
        #expect(try rows("").isEmpty)
    }

    @Test func readsAPipeAsOftenAsAFile() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let text = Array("book_id,title\n1,T\n".utf8)
        try #require(write(ends[1], text, text.count) == text.count)
        close(ends[1])
        let file = try LoadFile(path: "/dev/fd/\(ends[0])")
        #expect(file.isCopy && file.version.size == 18)
        for _ in 1...2 {
            var reader = try #require(try RecordReader(file))
            let record = try #require(try reader.next())
            #expect(try fields(record) == JSON.Object([("book_id", "1"), ("title", "T")]))
            #expect(try reader.next() == nil)
        }
    }

    @Test func wantsTheHeaderOfACSV() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "loader-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        try Data("1,T\n2,U\n".utf8).write(to: url)
        let reader = try #require(try RecordReader(LoadFile(path: url.path)))
        let error = #expect(throws: LoadError.self) {
            try reader.requireColumns(BookRow.requiredColumns, "b.csv")
        }
        let text =
            "b.csv: the first line of a CSV names its columns, book_id, title among them; "
            + "this one names no book_id and no title"
        #expect(error?.description == text)
        #expect(throws: Never.self) { try reader.requireColumns(["1"], "b.csv") }
    }

    private func book(_ fields: JSON) throws -> Book { try BookRow.book(#require(fields.objectValue)) }

    @Test func readsBooks() throws {
        let book = try book(
            [
                "book_id": 7, "title": " The  Trial ", "authors": ["Franz Kafka"], "year": 1925, "language": "ger",
                "isbn": "", "average_rating": 4.0, "ratings_count": 12, "unknown": [1],
            ]
        )
        let published = PublishedRatings(average: 4, count: 12)
        let expected = Book(
            id: "7",
            title: "The Trial",
            authors: ["Franz Kafka"],
            year: 1925,
            language: "ger",
            published: published
        )
        #expect(book == expected)
        let csv = try self.book(
            [
                "book_id": "7", "title": "T", "authors": "A B, C D", "original_publication_year": "1925.0",
                "language_code": "ger",
            ]
        )
        #expect(csv == Book(id: "7", title: "T", authors: ["A B", "C D"], year: 1925, language: "ger"))
    }

    @Test(arguments: [
        (#"{"title":"T"}"#, "book_id is missing"),
        (#"{"book_id":"1"}"#, "title is missing"),
        (#"{"book_id":"1","title":5}"#, "title is not a string"),
        (#"{"book_id":[],"title":"T"}"#, "book_id is not a string"),
        (#"{"book_id":"1","title":"T","year":"soon"}"#, "year is not a whole number from -4000 to 2200"),
        (#"{"book_id":"1","title":"T","year":99999}"#, "year is not a whole number from -4000 to 2200"),
        (#"{"book_id":"1","title":"T","authors":[1]}"#, "authors is not a list of strings"),
    ])
    func rejectsBooks(_ text: String, _ reason: String) throws {
        let fields = try #require(try JSON(parsing: text).objectValue)
        #expect(throws: RowRejection(reason)) { try BookRow.book(fields) }
    }

    @Test func readsRatings() throws {
        let records = try rows("user_id,book_id,rating\n13,689,3\n13,689,6\n,1,2\n")
        let first = try RatingRow.rating(records[0].content.get(), loadedAt: 9)
        #expect(first == RatingItem(userID: "13", bookID: "689", rating: 3, ratedAt: 9))
        for (record, reason) in zip(
            records.dropFirst(),
            ["rating is not a whole number from 1 to 5", "user_id is missing"]
        ) {
            #expect(throws: RowRejection(reason)) { try RatingRow.rating(record.content.get(), loadedAt: 9) }
        }
    }

    @Test func readsOpenLibraryDumps() throws {
        let dump = [
            "/type/work\t/works/OL1W\t3\t2010\t{\"title\": \"Solaris\", \"authors\": [{\"author\": {\"key\": \"/authors/OL1A\"}}], \"first_publish_date\": \"May 1961\"}",
            "/type/edition\t/books/OL1M\t3\t2010\t{\"title\": \"Solaris\"}",
            "/type/author\t/authors/OL1A\t3\t2010\t{\"name\": \"Stanisław Lem\"}",
            "/type/redirect\t/works/OL2W\t1\t2010\t{",
        ].joined(separator: "\n")
        let rows = try rows(dump)
        var index = OpenLibraryIndex()
        for row in rows {
            if case .openLibrary(let row) = try row.content.get() { index.add(row) }
        }
        let books = try rows.compactMap { index.fields(try $0.content.get()) }.map { try BookRow.book($0) }
        #expect(books == [Book(id: "OL1W", title: "Solaris", authors: ["Stanisław Lem"], year: 1961)])
    }

    @Test func countsRejections() {
        var rejections = Rejections()
        for line in 1...5 { rejections.add("bad", line: line, bytes: Array(repeating: 120, count: 500)) }
        #expect(rejections.count == 5)
        #expect(rejections.reasons["bad"]?.examples.map(\.line) == [1, 2, 3])
        #expect(rejections.reasons["bad"]?.examples.first?.text.count == 121)
    }

    @Test func keepsCheckpointsOfOneVersionOfAFile() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "loads-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = CheckpointStore(directory: directory, table: "books")
        let version = FileVersion(size: 10, modified: 20)
        #expect(store.read("/a/b.csv", version) == nil)
        let checkpoint = Checkpoint(path: "/a/b.csv", version: version, line: 7, witness: ["book_id": "1"])
        try store.write(checkpoint)
        #expect(store.read("/a/b.csv", version) == checkpoint)
        #expect(store.read("/a/b.csv", FileVersion(size: 11, modified: 20)) == nil)
        try store.remove("/a/b.csv")
        #expect(store.read("/a/b.csv", version) == nil)
    }
}
