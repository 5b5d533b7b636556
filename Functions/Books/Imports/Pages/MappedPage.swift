import BookCatalog
import JSON

/// The stage `mapped`: a page's rows as books.
package struct MappedPage: Codable, Hashable, Sendable {
    /// The number of the page behind it; absent on the last one.
    var next: Int?
    var rows: Int
    var books: [MappedBook]
    package var rejected: RejectedRows

    /// Throws `RowRejection` for what is no page at all.
    init(_ content: [UInt8], of provider: Provider, page number: Int) throws(RowRejection) {
        let page = try provider.format.page(number, content)
        next = page.hasNext ? number + 1 : nil
        rows = page.rows.count
        books = []
        rejected = RejectedRows()
        var ids: Set<String> = []
        for (index, row) in page.rows.enumerated() {
            do throws(RowRejection) {
                let book = try MappedBook(provider.format.book(row), prefix: provider.name)
                guard ids.insert(book.id).inserted else { throw RowRejection("the page has the book twice") }
                books.append(book)
            } catch {
                rejected.add(error.reason, page: number, row: index + 1)
            }
        }
    }
}

/// A book as a stage keeps it: all but the ratings that readers give here.
struct MappedBook: Codable, Hashable, Sendable {
    var id: String
    var title: String
    var originalTitle: String?
    var authors: [String]
    var year: Int?
    var language: String?
    var isbn: String?
    var genres: [String]
    var average: Double?
    var votes: Int?

    /// Throws `RowRejection` where the id with its prefix is too long.
    init(_ book: Book, prefix: String) throws(RowRejection) {
        id = "\(prefix)-\(book.id)"
        guard id.utf8.count <= CatalogLimits.idBytes else { throw RowRejection("its id is too long") }
        title = book.title
        originalTitle = book.originalTitle
        authors = book.authors
        year = book.year
        language = book.language
        isbn = book.isbn
        genres = book.genres
        average = book.published?.average
        votes = book.published?.count
    }

    var book: Book {
        let published = average.flatMap { average in votes.map { PublishedRatings(average: average, count: $0) } }
        return Book(
            id: id,
            title: title,
            originalTitle: originalTitle,
            authors: authors,
            year: year,
            language: language,
            isbn: isbn,
            genres: genres,
            published: published
        )
    }
}

/// Rows that could not be taken, by reason.
package struct RejectedRows: Codable, Hashable, Sendable {
    /// Where a row stands that could not be taken.
    package struct Example: Codable, Hashable, Sendable {
        package var page: Int
        /// From 1.
        package var row: Int
        package var reason: String
    }

    package private(set) var reasons: [String: Int] = [:]
    /// The first ten.
    package private(set) var examples: [Example] = []

    private static let mostExamples = 10
    /// Reasons hold names of fields, never values, so that they are few; more would be a mistake.
    private static let mostReasons = 50

    package var count: Int { reasons.values.reduce(0, +) }

    package init() {}

    mutating func add(_ reason: String, page: Int, row: Int) {
        add(reason, 1)
        if examples.count < Self.mostExamples { examples.append(Example(page: page, row: row, reason: reason)) }
    }

    package mutating func add(_ other: RejectedRows) {
        for (reason, count) in other.reasons { add(reason, count) }
        examples += other.examples.prefix(max(0, Self.mostExamples - examples.count))
    }

    private mutating func add(_ reason: String, _ count: Int) {
        let isNew = reasons[reason] == nil
        reasons[isNew && reasons.count >= Self.mostReasons ? "other reasons" : reason, default: 0] += count
    }
}
