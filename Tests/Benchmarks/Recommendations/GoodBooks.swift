import BookCatalog
import BookTables
import FoundationEssentials
import JSON

/// Books and ratings from files in the form of goodbooks-10k.
struct GoodBooks {
    var books: [Book] = []
    var ratings: [RatingItem] = []

    /// Throws for files that cannot be read; lines that are nothing are passed over.
    init(directory: String) throws {
        let books = try Data(contentsOf: URL(filePath: directory).appending(path: "books.jsonl"))
        for line in books.split(separator: UInt8(ascii: "\n")) {
            let row = try JSON(parsing: Array(line))
            guard let id = row["book_id"]?.stringValue, let title = row["title"]?.stringValue else { continue }
            let authors = (row["authors"]?.arrayValue ?? []).compactMap(\.stringValue)
            self.books.append(Book(id: id, title: title, authors: authors))
        }
        // A reader's last rating of a book counts.
        var latest: [String: RatingItem] = [:]
        let rows = try Data(contentsOf: URL(filePath: directory).appending(path: "ratings.csv"))
        for (index, line) in rows.split(separator: UInt8(ascii: "\n")).enumerated() {
            let text = String(decoding: line, as: UTF8.self)
            let fields = text.split(whereSeparator: { $0 == "," || $0 == "\r" }).map(String.init)
            guard fields.count >= 3, let stars = Int(fields[2]) else { continue }
            latest["\(fields[0]),\(fields[1])"] = RatingItem(
                userID: fields[0],
                bookID: fields[1],
                rating: stars,
                ratedAt: index
            )
        }
        ratings = latest.values.sorted { $0.ratedAt < $1.ratedAt }
    }
}
