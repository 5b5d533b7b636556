/// What the catalogue takes in; more is refused.
package enum ProductLimits {
    package static let titleCharacters = 300
    package static let categoryCharacters = 60
    package static let descriptionCharacters = 4_000
    package static let imageCharacters = 500
    package static let attributes = 30
    package static let attributeCharacters = 300
    package static let quantity = 0...1_000_000_000
    /// In the smallest unit of the currency.
    package static let amount = 0...1_000_000_000_000
    package static let ratings = 0...1_000_000_000
    /// Products of one batch: what one BatchGetItem reads.
    package static let batch = 100
    /// Products on a page of a category.
    package static let page = 100
}
