import Endpoints
import FoundationEssentials
import ProductCatalog

extension Form {
    /// The source's own version of a fact, where it has one.
    mutating func version(required: Bool = false) -> Int? { integer("version", Version.numbers, required: required) }

    /// One fact as it is from now on; `nil` where it is wrong, which `finish` tells.
    mutating func content(of fact: Fact) -> ProductUpdate.Content? {
        switch fact {
        case .product: .product(details())
        case .inventory: inventory().map { .inventory($0) }
        case .price: price().map { .price($0) }
        case .rating: .rating(ratingSummary())
        }
    }

    mutating func details() -> ProductDetails {
        ProductDetails(
            title: text("title", required: true, limit: ProductLimits.titleCharacters) ?? "",
            category: text("category", required: true, limit: ProductLimits.categoryCharacters) ?? "",
            description: text("description", limit: ProductLimits.descriptionCharacters),
            image: text("image", limit: ProductLimits.imageCharacters),
            attributes: attributes()
        )
    }

    private mutating func attributes() -> [String: String]? {
        guard let value = value("attributes", required: false) else { return nil }
        guard case .object(let members) = value, members.count <= ProductLimits.attributes else {
            fail("attributes", because: "must be an object of at most \(ProductLimits.attributes) members")
            return nil
        }
        var attributes: [String: String] = [:]
        for (name, value) in members {
            if case .string(let text) = value, text.unicodeScalars.count <= ProductLimits.attributeCharacters {
                attributes[name] = text
            } else {
                let most = ProductLimits.attributeCharacters
                fail("attributes.\(name)", because: "must be a string of at most \(most) characters")
            }
        }
        return attributes
    }

    mutating func inventory(required: Bool = true) -> Inventory? {
        let date = date("restock_date")
        let quantity = integer("quantity", ProductLimits.quantity, required: required || date != nil)
        return quantity.map { Inventory(quantity: $0, restockDate: date) }
    }

    /// A day of the calendar, `YYYY-MM-DD`.
    private mutating func date(_ name: String) -> String? {
        guard let text = text(name) else { return nil }
        let days = Date.ISO8601FormatStyle().year().month().day()
        // What is read generously, as the 30th of February, comes out otherwise.
        if (try? days.parse(text))?.formatted(days) != text { fail(name, because: "must be a date like 2026-12-24") }
        return text
    }

    mutating func price(required: Bool = true) -> Price? {
        let amount = integer("amount", ProductLimits.amount, required: required)
        let currency = currency(required: required || amount != nil)
        if currency != nil { _ = value("amount", required: true) }
        guard let amount, let currency else { return nil }
        return Price(amount: amount, currency: currency)
    }

    private mutating func ratingSummary() -> RatingSummary {
        let count = integer("count", ProductLimits.ratings, required: true) ?? 0
        guard value("average", required: true) != nil else { return RatingSummary(average: 1, count: count) }
        return RatingSummary(average: number("average", 1...5) ?? 1, count: count)
    }
}
