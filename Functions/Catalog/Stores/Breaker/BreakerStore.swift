import ProductCatalog

/// Where all environments find the breaker. It never throws: without the store each environment has a breaker of its own.
package protocol BreakerStore: Sendable {
    func breaker() async -> CircuitBreaker
    func save(_ breaker: CircuitBreaker) async
    /// Whether this environment is the one that may ask first; for `milliseconds` nobody else is.
    func claimProbe(for milliseconds: Int) async -> Bool
}
