/// What the catalogue takes in; more is refused, by the loader and by the handlers alike.
package enum CatalogLimits {
    /// Bytes of an id, of a book or of a reader: it is a key, and stands in every posting.
    package static let idBytes = 64
    package static let titleCharacters = 1_000
    package static let authors = 50
    package static let authorCharacters = 200
    package static let genres = 50
    package static let years = -4_000...2_200
    /// Words of a query that are looked up; the rest of it is ignored.
    package static let queryWords = 8
    /// Answers of a search.
    package static let results = 100
    /// Entries on a page of ratings.
    package static let page = 100
    /// Books of one batch: what one BatchGetItem reads.
    package static let batch = 100
    /// Books of one batch that is read page by page.
    package static let batches = 1_000
}
