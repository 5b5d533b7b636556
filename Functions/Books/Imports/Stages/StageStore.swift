/// Keeps bytes for a while: fast, and free to forget.
package protocol StageCache: Sendable {
    func get(_ key: String) async throws -> [UInt8]?
    /// `lifetime`: positive.
    func set(_ key: String, _ bytes: [UInt8], lifetime: Duration) async throws
}

/// Keeps the results of stages for good, so that a lost cache costs a read and no second fetch.
package protocol StageArchive: Sendable {
    func read(_ key: StageKey) async throws -> [UInt8]?
    func write(_ key: StageKey, _ bytes: [UInt8]) async throws
    /// How often each stage of a provider has been invalidated.
    func generations(of provider: String) async throws -> [Stage: Int]
    /// Counts an invalidation of each of these stages.
    func invalidate(_ stages: some Collection<Stage> & Sendable, of provider: String) async throws
}

/// The results of stages: the cache first, then the archive. A cache that fails counts as empty.
package struct StageStore: Sendable {
    let cache: (any StageCache)?
    package let archive: any StageArchive
    /// Told what goes wrong with the cache.
    package var report: @Sendable (String) -> Void = { _ in }

    package init(cache: (any StageCache)?, archive: any StageArchive) {
        self.cache = cache
        self.archive = archive
    }

    /// What was made last, whether it still holds or not. The cache may have missed the latest: where what it has does
    /// not hold, the archive is asked. What is found there goes back to the cache.
    func entry(_ key: StageKey, now: Int, holds: (StageEntry.Facts) -> Bool) async throws -> StageEntry? {
        if let bytes = await cached(key), let entry = StageEntry(bytes: bytes), holds(entry.facts) { return entry }
        guard let bytes = try await archive.read(key), let entry = StageEntry(bytes: bytes) else { return nil }
        await fill(key, entry, bytes, now)
        return entry
    }

    func put(_ entry: StageEntry, _ key: StageKey, now: Int) async throws {
        let bytes = try entry.bytes()
        try await archive.write(key, bytes)
        await fill(key, entry, bytes, now)
    }

    private func cached(_ key: StageKey) async -> [UInt8]? {
        do {
            return try await cache?.get(key.cacheKey)
        } catch {
            report("the cache does not answer: \(error)")
            return nil
        }
    }

    private func fill(_ key: StageKey, _ entry: StageEntry, _ bytes: [UInt8], _ now: Int) async {
        let timeLeft = key.stage.timeLeft(entry.facts, now: now)
        guard timeLeft > 0 else { return }
        do {
            try await cache?.set(key.cacheKey, bytes, lifetime: .milliseconds(timeLeft))
        } catch {
            report("the cache takes nothing: \(error)")
        }
    }
}
