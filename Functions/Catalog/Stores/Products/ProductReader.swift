import ProductCatalog

/// Reads products: from the cache, else from the store, else, when that does not answer, from older copies.
package struct ProductReader: Sendable {
    let store: any ProductStore
    let cache: any ProductCache
    let breaker: BreakerGuard

    package init(store: any ProductStore, cache: any ProductCache, breaker: BreakerGuard) {
        self.store = store
        self.cache = cache
        self.breaker = breaker
    }

    /// Never throws for an outage of the store: what could not be read is `unavailable`.
    package func read(_ ids: [String]) async throws -> ProductsRead {
        let (fresh, state) = await cache.look(ids)
        let rest = ids.filter { fresh[$0] == nil }
        guard !rest.isEmpty else { return ProductsRead(records: fresh) }
        do {
            let stored = try await breaker.ask(state) { try await store.records(rest) }
            await cache.keep(Array(stored.values))
            return ProductsRead(
                records: fresh.merging(stored) { $1 },
                unknown: rest.filter { stored[$0] == nil }
            )
        } catch is StoreOutage {
            let older = await cache.older(rest)
            return ProductsRead(
                records: fresh.merging(older) { $1 },
                stale: rest.filter { older[$0] != nil },
                unavailable: rest.filter { older[$0] == nil }
            )
        }
    }

    /// A page of a category, or, when the store does not answer, the page as it was once. Throws `StoreOutage` when
    /// there is neither.
    package func page(ofCategory category: String, after last: String?, limit: Int) async throws -> ProductPage {
        let name = "\(category):\(limit):\(last ?? "")"
        do {
            let page = try await breaker.ask {
                try await store.page(ofCategory: category, after: last, limit: limit)
            }
            await cache.keep(page, name)
            return page
        } catch let outage as StoreOutage {
            guard let page = await cache.olderPage(name) else { throw outage }
            return page
        }
    }
}

/// What came of reading products; each id asked for is in `records`, `unknown` or `unavailable`.
package struct ProductsRead: Sendable, Hashable {
    package var records: [String: ProductRecord]
    /// Those that no product has.
    package var unknown: [String]
    /// Those in `records` that may be out of date.
    package var stale: [String]
    /// Those that nobody knows of for the moment.
    package var unavailable: [String]

    package init(
        records: [String: ProductRecord],
        unknown: [String] = [],
        stale: [String] = [],
        unavailable: [String] = []
    ) {
        self.records = records
        self.unknown = unknown
        self.stale = stale
        self.unavailable = unavailable
    }
}
