import ProductCatalog

/// Asks the store only when the breaker lets it, and tells the breaker what became of it.
package struct BreakerGuard: Sendable {
    /// How long nobody else asks while one asks first. Longer than a call takes with its second attempt.
    private static let probeTime = 5_000

    package let breakers: any BreakerStore
    let policy: CircuitBreaker.Policy
    /// Milliseconds since 1970.
    package let now: @Sendable () -> Int

    package init(
        _ breakers: any BreakerStore,
        policy: CircuitBreaker.Policy = .init(),
        now: @escaping @Sendable () -> Int
    ) {
        self.breakers = breakers
        self.policy = policy
        self.now = now
    }

    package func state() async -> CircuitBreaker.State { await breakers.breaker().state(now: now()) }

    /// Throws `StoreOutage` where the store is not asked or does not answer, and its own errors otherwise. `breaker`:
    /// as it has just been read.
    package func ask<Value: Sendable>(
        _ breaker: CircuitBreaker? = nil,
        _ question: () async throws -> Value
    ) async throws -> Value {
        let breaker = if let breaker { breaker } else { await breakers.breaker() }
        try await admit(breaker)
        do {
            let value = try await question()
            await succeeded(breaker)
            return value
        } catch {
            guard StoreOutage.isOutage(error) else {
                if !(error is CancellationError) { await succeeded(breaker) }
                throw error
            }
            await failed()
            throw StoreOutage("\(error)")
        }
    }

    /// Throws `StoreOutage` unless the store may be asked now.
    private func admit(_ breaker: CircuitBreaker) async throws(StoreOutage) {
        switch breaker.admission(now: now()) {
        case .admitted: return
        case .probe: if await breakers.claimProbe(for: Self.probeTime) { return }
        case .refused: break
        }
        throw StoreOutage("nobody asks it for the moment")
    }

    private func succeeded(_ breaker: CircuitBreaker) async {
        var breaker = breaker
        if breaker.succeeded() { await breakers.save(breaker) }
    }

    /// Others may have told the breaker of failures meanwhile, so it is read again.
    private func failed() async {
        var breaker = await breakers.breaker()
        breaker.failed(now: now(), policy: policy)
        await breakers.save(breaker)
    }
}
