import Endpoints
import JSON
import ProductCatalog

/// Asks the backends at the same time, each for as long as it may take, and puts together what they say.
struct Aggregator: Sendable {
    let backends: any Backends
    var patience: @Sendable (Backend) -> Duration = { $0.patience }

    /// Views in the order of the ids; products that there are not are listed apart.
    func views(
        _ ids: [String],
        for client: Client,
        currency: String?
    ) async -> (views: [ProductView], unknown: [String]) {
        let request = BackendRequest(product_ids: ids, currency: currency)
        async let products: BackendAnswer<ProductContent>? = ask(.product, request)
        async let inventories: BackendAnswer<Inventory>? = ask(.inventory, request)
        async let prices: BackendAnswer<QuotedPrice>? = ask(.price, request)
        let (product, inventory, price) = await (products, inventories, prices)
        let unknown = Set(
            ids.filter { id in
                Self.isUnknown(product.standing(of: id), [inventory.standing(of: id), price.standing(of: id)])
            }
        )
        let views = ids.filter { !unknown.contains($0) }.map { id in
            var view = ProductView(productID: id)
            view.take(.product, product, id) { $0.show($1.details, rating: $1.rating, for: client) }
            view.take(.inventory, inventory, id) { $0.availability = Availability($1, for: client) }
            view.take(.price, price, id) { $0.price = ShownPrice($1, for: client) }
            return view
        }
        return (views, ids.filter(unknown.contains))
    }

    /// Whether there is no such product: the product backend knows best. While it says nothing, a product that all who tell
    /// of it do not know is none.
    static func isUnknown(_ product: Standing, _ others: [Standing]) -> Bool {
        switch product {
        case .known: false
        case .unknown: true
        case .untold: others.contains(.unknown) && !others.contains(.known)
        }
    }

    /// `nil` for a backend that fails or takes too long.
    private func ask<Content>(_ backend: Backend, _ request: BackendRequest) async -> BackendAnswer<Content>? {
        do {
            let bytes = try await answer(backend, request)
            return try JSONCoder.decode(BackendAnswer<Content>.self, from: bytes)
        } catch {
            InvocationLog.warn("The \(backend.rawValue) backend did not answer: \(error)")
            return nil
        }
    }

    private struct TooSlow: Error, CustomStringConvertible {
        var description: String { "it took too long" }
    }

    private func answer(_ backend: Backend, _ request: BackendRequest) async throws -> [UInt8] {
        let limit = patience(backend)
        return try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask { try await backends.call(backend, request) }
            group.addTask {
                try await Task.sleep(for: limit)
                throw TooSlow()
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw TooSlow() }
            return first
        }
    }
}

extension ProductView {
    /// Shows what a backend says of the product, or notes that it is missing.
    fileprivate mutating func take<Content>(
        _ backend: Backend,
        _ answer: BackendAnswer<Content>?,
        _ id: String,
        _ show: (inout ProductView, Content) -> Void
    ) {
        guard let answer, !answer.unavailable.contains(id) else {
            missing = (missing ?? []) + [backend.rawValue]
            return
        }
        guard let content = answer.products[id] else { return }
        show(&self, content)
        if answer.stale.contains(id) { stale = (stale ?? []) + [backend.rawValue] }
    }

    /// Whether nothing is known of it but its id.
    var isEmpty: Bool { missing?.count == Backend.allCases.count }
}
