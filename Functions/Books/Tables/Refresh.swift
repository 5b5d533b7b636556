/// One run through all active readers that warms the cache, and how far it is.
package struct Refresh: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable {
        case running, done, failed
    }

    package var id: String
    package var status = Status.running
    /// Milliseconds since 1970, as all instants here.
    package var startedAt: Int
    package var updatedAt: Int
    /// Readers who have rated since then are active.
    package var activeSince: Int
    /// Readers whose recommendations are in the cache now.
    package var warmed = 0
    /// Readers whose recommendations could not be put there.
    package var failed = 0
    /// Pages of readers that are done. A page counts once, however often it was begun.
    package var pages = 0
    /// The last reader of those pages; `nil` at the start.
    package var cursor: String?
    /// The invocation that works on it, and until when nobody else may.
    package var owner: String?
    package var leaseUntil = 0
    /// Why it failed.
    package var message: String?

    package init(id: String, startedAt: Int, activeSince: Int) {
        self.id = id
        self.startedAt = startedAt
        updatedAt = startedAt
        self.activeSince = activeSince
    }

    /// After the last lease, Lambda tries a failed worker again within two minutes, and a third time after two more.
    package static let patience = 300_000

    /// Running, as far as the table knows, but nobody works on it and nobody will.
    package func isStalled(at now: Int) -> Bool {
        status == .running && max(leaseUntil, updatedAt) + Self.patience < now
    }
}

/// Keeps what is known of refreshes, so that it survives the workers.
package protocol RefreshStore: Sendable {
    func refresh(_ id: String) async throws -> Refresh?
    /// The refresh begun last.
    func current() async throws -> Refresh?
    /// Makes a refresh the current one. False where another one than `previous` is current by now.
    func begin(_ refresh: Refresh, after previous: Refresh?) async throws -> Bool
    /// Takes a running refresh for an invocation, unless another one still has it; then `nil`.
    func claim(_ id: String, owner: String, now: Int, until: Int) async throws -> Refresh?
    /// Writes how far a refresh is, on condition that it is still its owner's and `pages` pages were done before. False
    /// where that is not so any more, and then nothing was written.
    func update(_ refresh: Refresh, pages: Int) async throws -> Bool
    /// A page of readers in the order of the table: who has rated since then, and where the next page starts.
    func readers(since: Int, after cursor: String?, limit: Int) async throws -> ReaderPage
}
