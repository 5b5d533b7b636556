import ProductCatalog
import Synchronization

/// Stands in where there is no `REDIS_URL`: holds no copies, and a breaker for this environment alone.
package final class NoCache: ProductCache, BreakerStore {
    private let own = Mutex(CircuitBreaker())

    package init() {}

    package func look(_ ids: [String]) async -> (records: [String: ProductRecord], breaker: CircuitBreaker) {
        ([:], await breaker())
    }

    package func keep(_ records: [ProductRecord]) async {}
    package func older(_ ids: [String]) async -> [String: ProductRecord] { [:] }
    package func forget(_ ids: [String]) async -> Bool { true }
    package func keep(_ page: ProductPage, _ name: String) async {}
    package func olderPage(_ name: String) async -> ProductPage? { nil }

    package func breaker() async -> CircuitBreaker { own.withLock { $0 } }
    package func save(_ breaker: CircuitBreaker) async { own.withLock { $0 = breaker } }
    package func claimProbe(for milliseconds: Int) async -> Bool { true }
}
