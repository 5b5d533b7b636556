import CatalogStores
import Endpoints
import ProductCatalog

/// Applies the updates of a batch of messages and tells which messages are to come again.
///
/// A message is done with when its update stands in the store, or a newer one does, and the cache has been told; when it
/// can never be applied, because it then stands among the rejected ones. Doing all that twice changes nothing. While
/// the store is down, messages are given back untouched.
struct UpdateBatch: Sendable {
    let store: any ProductStore
    let cache: any ProductCache
    let breaker: BreakerGuard
    let rejected: any RejectedMessages
    let notices: any NoticeTopic

    struct Message: Sendable {
        var id: String
        var body: String
    }

    /// Ids of the messages that are to come again.
    func apply(_ messages: [Message]) async -> Set<String> {
        var updates: [(message: Message, update: ProductUpdate)] = []
        var failed: Set<String> = []
        for message in messages {
            do {
                updates.append((message, try ProductUpdate(message: message.body)))
            } catch {
                if await !reject(message, "\(error)") { failed.insert(message.id) }
            }
        }
        var applied: [(message: Message, update: ProductUpdate, result: AppliedUpdate)] = []
        let results = await results(updates.map(\.update))
        for (index, (message, update)) in updates.enumerated() {
            switch results[index] {
            case .success(let result): applied.append((message, update, result))
            case .failure(let error) where !StoreOutage.isOutage(error) && !(error is CancellationError):
                if await !reject(message, "\(error)") { failed.insert(message.id) }
            case .failure(let error):
                InvocationLog.warn("The update of \(message.id) stays in the queue: \(error)")
                failed.insert(message.id)
            case nil: failed.insert(message.id)
            }
        }
        // A second delivery may come because the first one ended before this, so it is done for duplicates as well.
        if await !cache.forget(Array(Set(applied.map(\.update.productID)))) {
            InvocationLog.warn("The cache cannot be reached: what it holds of \(applied.count) updates may be old")
        }
        return failed.union(await publish(applied))
    }
}

// MARK: - The store

extension UpdateBatch {
    /// By index. Updates without a result were not tried.
    private func results(_ updates: [ProductUpdate]) async -> [Int: Result<AppliedUpdate, any Error>] {
        guard !updates.isEmpty else { return [:] }
        var results: [Int: Result<AppliedUpdate, any Error>] = [:]
        do {
            var state = await breaker.breakers.breaker()
            if state.state(now: breaker.now()) == .halfOpen {
                // One small question goes first, not a whole batch.
                try await breaker.ask(state) { try await store.probe() }
                state = CircuitBreaker()
            }
            try await breaker.ask(state) {
                results = await applyAll(updates)
                for case .failure(let error) in results.values where StoreOutage.isOutage(error) { throw error }
            }
        } catch {
            InvocationLog.warn("Updates stay in the queue: \(error)")
        }
        return results
    }

    private func applyAll(_ updates: [ProductUpdate]) async -> [Int: Result<AppliedUpdate, any Error>] {
        await withTaskGroup(of: (Int, Result<AppliedUpdate, any Error>).self) { group in
            for (index, update) in updates.enumerated() {
                group.addTask {
                    // In a tuple, `await` would cost the index: https://github.com/swiftlang/swift/pull/91911
                    let result = await apply(update)
                    return (index, result)
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private func apply(_ update: ProductUpdate) async -> Result<AppliedUpdate, any Error> {
        do {
            let applied = try await store.apply(update)
            return .success(applied)
        } catch {
            return .failure(error)
        }
    }
}

// MARK: - What follows

extension UpdateBatch {
    /// Whether the message stands among the rejected ones now.
    private func reject(_ message: Message, _ reason: String) async -> Bool {
        do {
            try await rejected.add(message.body, reason: reason)
            InvocationLog.warn("The message \(message.id) is rejected: \(reason)")
            return true
        } catch {
            InvocationLog.warn("The message \(message.id) cannot be rejected: \(error)")
            return false
        }
    }

    /// Publishes the notices that updates give rise to, and returns the messages for which that failed. A second
    /// delivery publishes its notice again: each user gets it once, because it has the same id.
    private func publish(
        _ applied: [(message: Message, update: ProductUpdate, result: AppliedUpdate)]
    ) async -> Set<String> {
        let news = applied.compactMap { message, update, result in
            result.record.flatMap { ProductNotice(update, in: $0) }.map { (message, $0) }
        }
        var failed: Set<String> = []
        for start in stride(from: 0, to: news.count, by: 10) {
            let batch = Array(news[start..<min(start + 10, news.count)])
            do {
                for index in try await notices.publish(batch.map(\.1)) { failed.insert(batch[index].0.id) }
            } catch {
                InvocationLog.warn("Notices cannot be published: \(error)")
                failed.formUnion(batch.map(\.0.id))
            }
        }
        return failed
    }
}
