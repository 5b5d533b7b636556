import ProductCatalog

/// Where products are. What it throws may pass where `StoreOutage.isOutage` says so.
package protocol ProductStore: Sendable {
    /// Applies an update unless a newer one is there.
    func apply(_ update: ProductUpdate) async throws -> AppliedUpdate

    /// Up to a hundred products, by id; unknown ones are not in it.
    func records(_ ids: [String]) async throws -> [String: ProductRecord]

    /// Ids of a category's products, in their order, from behind `last` on.
    func page(ofCategory category: String, after last: String?, limit: Int) async throws -> ProductPage

    /// Asks something small, to see whether there is an answer.
    func probe() async throws
}

/// What an update did.
package struct AppliedUpdate: Sendable, Hashable {
    package var outcome: UpdateOutcome
    /// The product afterwards, where it may give rise to a notice.
    package var record: ProductRecord?

    package init(_ outcome: UpdateOutcome, _ record: ProductRecord? = nil) {
        self.outcome = outcome
        self.record = record
    }
}

/// A page of a category.
package struct ProductPage: Codable, Sendable, Hashable {
    package var ids: [String]
    /// The id behind which the next page begins; `nil` on the last one.
    package var next: String?

    package init(ids: [String], next: String? = nil) {
        self.ids = ids
        self.next = next
    }
}
