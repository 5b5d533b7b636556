/// Whether a product can be had, in a client's words.
package struct Availability: Codable, Sendable, Hashable {
    package enum Status: String, Codable, Sendable {
        case inStock = "in_stock"
        case lowStock = "low_stock"
        case outOfStock = "out_of_stock"
    }

    /// The last few are counted out to make up people's minds.
    private static let few = 5

    package var status: Status
    package var text: String
    /// For desktops.
    package var quantity: Int?
    /// For all but mobiles.
    package var restock_date: String?

    package init(_ inventory: Inventory, for client: Client) {
        let quantity = inventory.quantity
        status = quantity <= 0 ? .outOfStock : quantity <= Self.few ? .lowStock : .inStock
        text = Self.text(status, inventory, client)
        self.quantity = client == .desktop ? quantity : nil
        restock_date = client == .mobile ? nil : inventory.restock_date
    }

    private static func text(_ status: Status, _ inventory: Inventory, _ client: Client) -> String {
        switch (status, client) {
        case (.inStock, .desktop): "In stock (\(inventory.quantity))"
        case (.inStock, _): "In stock"
        case (.lowStock, .mobile): "\(inventory.quantity) left"
        case (.lowStock, _): "Only \(inventory.quantity) left in stock"
        case (.outOfStock, .mobile): "Sold out"
        case (.outOfStock, _):
            inventory.restock_date.map { "Out of stock, expected on \($0)" } ?? "Currently out of stock"
        }
    }
}
