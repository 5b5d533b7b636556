import BookCatalog
import JSON

/// How one provider lists its books.
protocol ProviderFormat: Sendable {
    /// Path and query of a page, counted from 1.
    static func path(ofPage page: Int) -> String

    /// The header field that carries the key.
    static var keyField: String { get }

    /// Throws `RowRejection` for what is not the page of this number. The page behind it has the next one.
    static func page(_ number: Int, _ content: [UInt8]) throws(RowRejection) -> ProviderPage

    /// The row as a book, its id without prefix. Throws `RowRejection` for what cannot be taken.
    static func book(_ row: JSON) throws(RowRejection) -> Book
}

/// A page in the provider's own terms.
struct ProviderPage {
    var rows: [JSON]
    /// There is another one behind it.
    var hasNext = false
}

/// Why a row, or a page, is not taken.
package struct RowRejection: Error, Hashable {
    package var reason: String

    init(_ reason: String) { self.reason = reason }
}
