import BookCatalog
import JSON
import Loader
import Time

/// The books that the provider has, as rows in its own words.
struct Shelf: Sendable {
    private let rows: [JSON]

    init(count: Int, seed: UInt64, revision: Int, malformedRate: Double) {
        var books = BookGenerator(count: count, seed: seed)
        var random = SeededRandom(seed: seed &+ 1)
        rows = (0..<count).map { index in
            var row = Self.row(books.next(), number: index + 1)
            if index == 0, revision > 1 { row["name"] = .string("Revised Edition \(revision)") }
            let isMalformed = Double.random(in: 0..<1, using: &random) < malformedRate
            return isMalformed ? Self.malformed(row, Int.random(in: 0..<5, using: &random)) : .object(row)
        }
    }

    /// Counted from 1; `nil` for a page that there is not.
    func page(_ number: Int, size: Int) -> JSON? {
        let start = (number - 1) * size
        guard start < rows.count || number == 1 else { return nil }
        let end = min(start + size, rows.count)
        return [
            "page": JSON(number), "next": end < rows.count ? JSON(number + 1) : .null, "total": JSON(rows.count),
            "items": .array(Array(rows[start..<end])),
        ]
    }

    private static func row(_ book: Book, number: Int) -> JSON.Object {
        let authors: [JSON] = book.authors.map { ["name": .string($0), "role": "author"] }
        let translator: JSON = ["name": "Nobody Inparticular", "role": "translator"]
        return JSON.Object([
            ("work", JSON(number)),
            ("name", .string(book.title)),
            ("creators", .array(number % 7 == 0 ? authors + [translator] : authors)),
            ("first_published", book.year.map { .string(number % 3 == 0 ? "\($0)-05" : "\($0)") } ?? .null),
            ("lang", book.language.map(JSON.string) ?? .null),
            ("subjects", .array(book.genres.map(JSON.string))),
            (
                "community",
                book.published.map { ["score": JSON($0.average * 2), "votes": JSON($0.count)] } ?? .null
            ),
        ])
    }

    private static func malformed(_ row: JSON.Object, _ kind: Int) -> JSON {
        var row = row
        switch kind {
        case 0: row["name"] = nil
        case 1: row["work"] = ["not": "a number"]
        case 2: row["creators"] = "just a text"
        case 3: row["first_published"] = "soon"
        default: return "a row that is no object"
        }
        return .object(row)
    }
}
