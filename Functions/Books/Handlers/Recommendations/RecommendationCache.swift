import JSON
import RedisClient
import Synchronization

/// Where recommendations are kept for a while. Throws when it cannot be reached.
protocol RecommendationCache: Sendable {
    func entry(for userID: String) async throws -> CachedRecommendations?
    func store(_ entry: CachedRecommendations, for userID: String) async throws
    /// Whether there was an entry.
    func remove(_ userID: String) async throws -> Bool
}

/// The cache at `REDIS_URL`: key `reco:{user_id}`, value JSON, for 600 seconds.
///
/// Recommendations do without it, so it is not waited for: after 300 ms it counts as unreachable, and then nobody asks
/// it for two seconds.
final class RedisRecommendations: RecommendationCache {
    static let lifetime = Duration.seconds(600)
    private static let patience = Duration.milliseconds(300)
    private static let pause = Duration.seconds(2)

    private let redis: RedisClient
    private let silentUntil = Mutex<ContinuousClock.Instant?>(nil)

    init(_ configuration: RedisConfiguration) {
        var configuration = configuration
        configuration.connectTimeout = Self.patience
        configuration.timeout = Self.patience
        redis = RedisClient(configuration)
    }

    func entry(for userID: String) async throws -> CachedRecommendations? {
        let bytes = try await ask { try await $0.get(Self.key(userID)) }
        // What another version has written is no entry.
        return bytes.flatMap { try? JSONCoder.decode(CachedRecommendations.self, from: $0) }
    }

    func store(_ entry: CachedRecommendations, for userID: String) async throws {
        let bytes = try JSONCoder.encode(entry)
        _ = try await ask { try await $0.set(Self.key(userID), bytes, expiry: .after(Self.lifetime)) }
    }

    func remove(_ userID: String) async throws -> Bool {
        try await ask { try await $0.del(Self.key(userID)) } > 0
    }

    private static func key(_ userID: String) -> String { "reco:\(userID)" }

    private func ask<Reply>(_ question: (RedisClient) async throws -> Reply) async throws -> Reply {
        if let until = silentUntil.withLock({ $0 }), ContinuousClock.now < until {
            throw RedisError(.connection, "the cache could not be reached a moment ago")
        }
        do {
            let reply = try await question(redis)
            silentUntil.withLock { $0 = nil }
            return reply
        } catch let error as RedisError where error.kind == .connection || error.kind == .timeout {
            silentUntil.withLock { $0 = ContinuousClock.now + Self.pause }
            throw error
        }
    }
}
