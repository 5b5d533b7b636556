import BookTables
import Synchronization

@testable import Books

/// The table of refreshes in memory.
final class FakeRefreshes: RefreshStore {
    private let state = Mutex((refreshes: [String: Refresh](), current: String?.none))
    private let stores: FakeStores

    init(_ stores: FakeStores) { self.stores = stores }

    func refresh(_ id: String) -> Refresh? { state.withLock { $0.refreshes[id] } }
    func current() -> Refresh? { state.withLock { state in state.current.flatMap { state.refreshes[$0] } } }

    func begin(_ refresh: Refresh, after previous: Refresh?) -> Bool {
        state.withLock { state in
            guard state.current == previous?.id else { return false }
            state.refreshes[refresh.id] = refresh
            state.current = refresh.id
            return true
        }
    }

    func claim(_ id: String, owner: String, now: Int, until: Int) -> Refresh? {
        state.withLock { state in
            guard var refresh = state.refreshes[id], refresh.status == .running,
                refresh.leaseUntil < now || refresh.owner == owner
            else { return nil }
            refresh.owner = owner
            refresh.leaseUntil = until
            refresh.updatedAt = now
            state.refreshes[id] = refresh
            return refresh
        }
    }

    func update(_ refresh: Refresh, pages: Int) -> Bool {
        state.withLock { state in
            guard let stored = state.refreshes[refresh.id], stored.status == .running,
                stored.owner == refresh.owner, stored.pages == pages
            else { return false }
            state.refreshes[refresh.id] = refresh
            return true
        }
    }

    func readers(since: Int, after cursor: String?, limit: Int) -> ReaderPage {
        let rest = stores.readers.filter { $0 > cursor ?? "" }
        let ids = rest.prefix(limit)
        return ReaderPage(
            readers: ids.compactMap { stores.profile(of: $0) },
            next: rest.count > limit ? ids.last : nil
        )
    }
}

/// A cache in memory that can be out of reach.
final class FakeCache: RecommendationCache {
    struct Unreachable: Error {}

    private let state = Mutex((entries: [String: CachedRecommendations](), isDown: false))

    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }

    /// The readers it has entries of.
    var readers: [String] { state.withLock { $0.entries.keys.sorted() } }

    func entry(for userID: String) throws -> CachedRecommendations? { try reach { $0[userID] } }
    func store(_ entry: CachedRecommendations, for userID: String) throws { try reach { $0[userID] = entry } }
    func remove(_ userID: String) throws -> Bool { try reach { $0.removeValue(forKey: userID) != nil } }

    private func reach<Value>(_ body: (inout [String: CachedRecommendations]) throws -> Value) throws -> Value {
        try state.withLock { state in
            guard !state.isDown else { throw Unreachable() }
            return try body(&state.entries)
        }
    }
}
