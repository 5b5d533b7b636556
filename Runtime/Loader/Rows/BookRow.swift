import BookCatalog
import JSON

/// Reads a book out of named fields.
///
/// Taken are the fields of this catalogue and the names that others use for them (`original_publication_year`,
/// `language_code`). Other fields are passed over: a catalogue may know more than is needed.
enum BookRow {
    /// What a CSV's header must name.
    static let requiredColumns = ["book_id", "title"]

    static func book(_ fields: JSON.Object) throws(RowRejection) -> Book {
        let row = RowFields(fields)
        return Book(
            id: try row.id("book_id"),
            title: try title(row),
            originalTitle: try row.text("original_title", limit: CatalogLimits.titleCharacters),
            authors: try row.texts("authors", most: CatalogLimits.authors),
            year: try row.integer("year", "original_publication_year", CatalogLimits.years),
            language: try row.text("language", "language_code", limit: 20),
            isbn: try row.text("isbn", limit: 20),
            genres: try row.texts("genres", most: CatalogLimits.genres),
            published: try published(row)
        )
    }

    private static func title(_ row: RowFields) throws(RowRejection) -> String {
        guard let title = try row.text("title", limit: CatalogLimits.titleCharacters) else {
            throw RowRejection("title is missing")
        }
        return title
    }

    private static func published(_ row: RowFields) throws(RowRejection) -> PublishedRatings? {
        guard let count = try row.integer("ratings_count", nil, 0...1_000_000_000),
            let average = try row.number("average_rating", 0...5), count > 0
        else { return nil }
        return PublishedRatings(average: average, count: count)
    }
}

/// The fields of a row, with an error that names the field where one is wrong. `null` and `""` count as absent.
struct RowFields {
    private let fields: JSON.Object

    init(_ fields: JSON.Object) { self.fields = fields }

    private func value(_ name: String) -> JSON? {
        guard let value = fields[name], !value.isNull, value != .string("") else { return nil }
        return value
    }

    /// Numbers are taken as ids, too.
    func id(_ name: String) throws(RowRejection) -> String {
        guard let value = value(name) else { throw RowRejection("\(name) is missing") }
        guard let id = value.stringValue ?? value.intValue.map(String.init) else {
            throw RowRejection("\(name) is not a string")
        }
        guard id.utf8.count <= CatalogLimits.idBytes else {
            throw RowRejection("\(name) has more than \(CatalogLimits.idBytes) bytes")
        }
        return id
    }

    func text(_ name: String, _ otherName: String? = nil, limit: Int) throws(RowRejection) -> String? {
        guard let value = value(name) ?? otherName.flatMap(value) else { return nil }
        guard let text = value.stringValue else { throw RowRejection("\(name) is not a string") }
        let trimmed = text.trimmed
        guard trimmed.unicodeScalars.count <= limit else {
            throw RowRejection("\(name) has more than \(limit) characters")
        }
        return trimmed.isEmpty ? nil : trimmed
    }

    /// A list of strings, or one string with commas, as CSV has it.
    func texts(_ name: String, most: Int) throws(RowRejection) -> [String] {
        guard let value = value(name) else { return [] }
        let texts = value.arrayValue?.map(\.stringValue) ?? value.stringValue?.split(separator: ",").map { String($0) }
        guard let texts else { throw RowRejection("\(name) is not a list of strings") }
        var trimmed: [String] = []
        for text in texts {
            guard let text else { throw RowRejection("\(name) is not a list of strings") }
            if !text.trimmed.isEmpty { trimmed.append(text.trimmed) }
        }
        guard trimmed.count <= most, trimmed.allSatisfy({ $0.count <= CatalogLimits.authorCharacters }) else {
            throw RowRejection("\(name) has too many or too long entries")
        }
        return trimmed
    }

    /// `"2008.0"` is one as well.
    func integer(
        _ name: String,
        _ otherName: String? = nil,
        _ range: ClosedRange<Int>
    ) throws(RowRejection) -> Int? {
        guard let value = value(name) ?? otherName.flatMap(value) else { return nil }
        let number = value.intValue ?? value.stringValue.flatMap { Int($0) ?? Double($0).flatMap(Int.init(exactly:)) }
        guard let number, range.contains(number) else {
            throw RowRejection("\(name) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func number(_ name: String, _ range: ClosedRange<Double>) throws(RowRejection) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.doubleValue ?? value.stringValue.flatMap(Double.init), range.contains(number) else {
            throw RowRejection("\(name) is not a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

extension String {
    /// Without white space at the ends and with single blanks inside.
    fileprivate var trimmed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
