import JSON

/// One row of an Open Library dump: type, key, revision, last change, JSON.
struct OpenLibraryRow {
    enum Kind: Hashable {
        case author, work, edition, other
    }

    var kind: Kind
    /// The last part of the key, such as `OL45804W`.
    var id: String
    var record: JSON.Object

    init(_ bytes: [UInt8]) throws(RowRejection) {
        let columns = bytes.split(separator: UInt8(ascii: "\t"), maxSplits: 4, omittingEmptySubsequences: false)
        guard columns.count == 5 else { throw RowRejection("\(columns.count) columns, an Open Library row has 5") }
        switch String(decoding: columns[0], as: UTF8.self) {
        case "/type/author": kind = .author
        case "/type/work": kind = .work
        case "/type/edition": kind = .edition
        default: kind = .other
        }
        id = Self.id(String(decoding: columns[1], as: UTF8.self))
        // Redirects, deleted pages and the like need not be read.
        record = kind == .other ? JSON.Object() : try RecordReader.object(Array(columns[4]))
    }

    static func id(_ key: String) -> String { key.split(separator: "/").last.map(String.init) ?? "" }

    /// The keys of the authors: works say `{"author": {"key": …}}`, editions and old works `{"key": …}`.
    var authorIDs: [String] {
        (record["authors"]?.arrayValue ?? []).compactMap { entry in
            let author = entry["author"] ?? entry
            return (author["key"]?.stringValue ?? author.stringValue).map(Self.id)
        }
    }
}

/// What has to be known of a whole Open Library dump before its rows can be read: authors' names stand in rows of
/// their own, anywhere.
///
/// Keeps up to `mostNames` names (about 100 bytes each); works of further authors come without these.
struct OpenLibraryIndex {
    static let mostNames = 2_000_000

    private(set) var names: [String: String] = [:]
    /// Editions are books of their own only where no works are.
    private(set) var hasWorks = false

    mutating func add(_ row: OpenLibraryRow) {
        if row.kind == .work { hasWorks = true }
        guard row.kind == .author, names.count < Self.mostNames else { return }
        names[row.id] = row.record["name"]?.stringValue
    }

    /// The named fields of any row; `nil` for a row that is no book.
    func fields(_ content: Record.Content) -> JSON.Object? {
        switch content {
        case .fields(let fields): fields
        case .openLibrary(let row): fields(of: row)
        }
    }

    private func fields(of row: OpenLibraryRow) -> JSON.Object? {
        guard row.kind == .work || (row.kind == .edition && !hasWorks) else { return nil }
        let date = row.record["first_publish_date"] ?? row.record["publish_date"]
        let languages = row.record["languages"] ?? row.record["original_languages"]
        let language = languages?[0]?["key"]?.stringValue
        let isbn = row.record["isbn_13"]?[0] ?? row.record["isbn_10"]?[0]
        return JSON.Object([
            ("book_id", .string(row.id)),
            ("title", row.record["title"] ?? .null),
            ("authors", .array(row.authorIDs.compactMap { names[$0].map(JSON.string) })),
            ("year", date?.stringValue.flatMap(Self.year).map { JSON($0) } ?? .null),
            ("language", language.map { .string(OpenLibraryRow.id($0)) } ?? .null),
            ("isbn", isbn ?? .null),
        ])
    }

    /// The first four digits in a row: dates are written in every way (`May 1995`, `c1984.`, `1995-05-01`).
    static func year(_ date: String) -> Int? {
        date.split { !$0.isASCII || !$0.isNumber }.first { $0.count == 4 }.flatMap { Int($0) }
    }
}
