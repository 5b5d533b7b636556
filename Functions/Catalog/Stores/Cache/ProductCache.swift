import ProductCatalog

/// Copies of products: fresh ones, which an update removes, and older ones for when the store does not answer. It never
/// throws: what cannot be reached holds nothing.
package protocol ProductCache: Sendable {
    /// Fresh copies, and the breaker, in one go.
    func look(_ ids: [String]) async -> (records: [String: ProductRecord], breaker: CircuitBreaker)
    /// Keeps products as the store has just told them, fresh and for later.
    func keep(_ records: [ProductRecord]) async
    /// Copies for later, however old.
    func older(_ ids: [String]) async -> [String: ProductRecord]
    /// Removes fresh copies. Returns whether that is certain.
    func forget(_ ids: [String]) async -> Bool

    func keep(_ page: ProductPage, _ name: String) async
    func olderPage(_ name: String) async -> ProductPage?
}
