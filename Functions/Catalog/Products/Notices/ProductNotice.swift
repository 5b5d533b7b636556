/// Something that happened to a product and that people have asked to be told of.
package struct ProductNotice: Codable, Sendable, Hashable {
    package enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        case priceDropped = "price_dropped"
        case ratedHighly = "rated_highly"
    }

    /// Of at least so many ratings an average is worth telling.
    static let ratings = 10
    static let highly = 4.5

    package var notice: Kind
    package var product_id: String
    /// Of the event that it comes from: the same event makes the same notice.
    package var version: Int
    package var title: String?
    package var category: String?
    package var old_price: Price?
    package var new_price: Price?
    /// By how many per cent the price fell, rounded down.
    package var percent: Int?
    package var rating: RatingSummary?

    /// The same for each delivery of the event.
    package var id: String { "\(product_id)#\(notice.rawValue)#\(version)" }
}

extension ProductNotice {
    /// What an update that is in force gives rise to: a lower price in the same currency, or an average that has become
    /// high. `record` is the product with the update applied.
    package init?(_ update: ProductUpdate, in record: ProductRecord) {
        guard record.version(of: update.content.fact) == update.version else { return nil }
        switch update.content {
        case .price(let new):
            guard let old = record.price_before, old.currency == new.currency, new.amount < old.amount else {
                return nil
            }
            self.init(.priceDropped, record, update.version)
            old_price = old
            new_price = new
            percent = Int(Double(old.amount - new.amount) / Double(old.amount) * 100)
        case .rating(let new):
            guard Self.isHigh(new), !(record.rating_before.map(Self.isHigh) ?? false) else { return nil }
            self.init(.ratedHighly, record, update.version)
            rating = new
        case .product, .inventory: return nil
        }
    }

    private init(_ kind: Kind, _ record: ProductRecord, _ version: Version) {
        notice = kind
        product_id = record.product_id
        self.version = version.number
        title = record.product?.content.title
        category = record.product?.content.category
    }

    private static func isHigh(_ rating: RatingSummary) -> Bool { rating.count >= ratings && rating.average >= highly }

    /// As people read it.
    package var text: String {
        let name = title ?? product_id
        switch notice {
        case .priceDropped:
            let price = new_price.flatMap { price in Currency.known[price.currency]?.display(price.amount) }
            return "\(name) is \(percent ?? 0) % cheaper\(price.map { ": now \($0)" } ?? "")"
        case .ratedHighly:
            return "\(name) is rated \(rating?.average ?? 0) by \(rating?.count ?? 0) readers"
        }
    }
}
