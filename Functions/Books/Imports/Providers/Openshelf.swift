import BookCatalog
import JSON

/// The book-data API that comes with the tests: `GET /v1/books?page=1&per_page=50`.
///
/// ```
/// {"page": 1, "next": 2, "items": [{
///     "work": 17, "name": "Solaris", "first_published": "1961-05", "lang": "pol", "isbn_13": "9788308049051",
///     "creators": [{"name": "Stanisław Lem", "role": "author"}], "subjects": ["Science Fiction"],
///     "community": {"score": 8.1, "votes": 1234}}]}
/// ```
///
/// Scores go up to 10, where the catalogue has five stars.
enum Openshelf: ProviderFormat {
    static let keyField = "X-Api-Key"

    /// Rows on a page: more would make entries that DynamoDB does not take.
    private static let pageSize = 50

    static func path(ofPage page: Int) -> String { "/v1/books?page=\(page)&per_page=\(pageSize)" }

    static func page(_ number: Int, _ content: [UInt8]) throws(RowRejection) -> ProviderPage {
        guard let page = try? JSON(parsing: content) else { throw RowRejection("it is not JSON") }
        guard let rows = page["items"]?.arrayValue else { throw RowRejection("it has no items") }
        guard page["page"]?.intValue == number else { throw RowRejection("it is another page") }
        guard let next = page["next"]?.nonNull else { return ProviderPage(rows: rows) }
        guard next.intValue == number + 1 else { throw RowRejection("its next page is not the next number") }
        return ProviderPage(rows: rows, hasNext: true)
    }

    static func book(_ row: JSON) throws(RowRejection) -> Book {
        guard let row = row.objectValue else { throw RowRejection("the row is not an object") }
        let fields = RowFields(row)
        guard let id = try fields.integer("work", 1...Int(Int32.max)) else { throw RowRejection("work is missing") }
        guard let title = try fields.text("name", limit: CatalogLimits.titleCharacters) else {
            throw RowRejection("name is missing")
        }
        return Book(
            id: String(id),
            title: title,
            authors: try authors(row["creators"]),
            year: try year(fields),
            language: try fields.text("lang", limit: 20).map(Language.normalized),
            isbn: try fields.text("isbn_13", limit: 20),
            genres: try fields.texts("subjects", most: CatalogLimits.genres),
            published: try ratings(row["community"])
        )
    }

    /// Translators and others are left out.
    private static func authors(_ creators: JSON?) throws(RowRejection) -> [String] {
        guard let creators = creators?.nonNull else { return [] }
        guard let list = creators.arrayValue else { throw RowRejection("creators is not a list") }
        var names: [String] = []
        for creator in list {
            guard let creator = creator.objectValue else { throw RowRejection("a creator is not an object") }
            guard let name = try RowFields(creator).text("name", limit: CatalogLimits.authorCharacters) else {
                throw RowRejection("a creator has no name")
            }
            if creator["role"]?.stringValue ?? "author" == "author" { names.append(name) }
        }
        guard names.count <= CatalogLimits.authors else { throw RowRejection("it has too many authors") }
        return names
    }

    /// The first part of `1961-05-12`.
    private static func year(_ fields: RowFields) throws(RowRejection) -> Int? {
        guard let date = try fields.text("first_published", limit: 20) else { return nil }
        let isBeforeOurEra = date.hasPrefix("-")
        let digits = date.drop { $0 == "-" }.prefix { $0 != "-" }
        guard let year = Int(digits).map({ isBeforeOurEra ? -$0 : $0 }), CatalogLimits.years.contains(year) else {
            throw RowRejection("first_published is no date")
        }
        return year
    }

    private static func ratings(_ community: JSON?) throws(RowRejection) -> PublishedRatings? {
        guard let community = community?.nonNull else { return nil }
        guard let object = community.objectValue else { throw RowRejection("community is not an object") }
        let fields = RowFields(object)
        guard let votes = try fields.integer("votes", 0...1_000_000_000), votes > 0,
            let score = try fields.number("score", 0...10)
        else { return nil }
        return PublishedRatings(average: (score * 50).rounded() / 100, count: votes)
    }
}
