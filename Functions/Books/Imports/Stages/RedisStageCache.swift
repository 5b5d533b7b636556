import RedisClient

/// The cache that `REDIS_URL` names.
package struct RedisStageCache: StageCache {
    private let redis: RedisClient

    package init(_ redis: RedisClient) { self.redis = redis }

    package func get(_ key: String) async throws -> [UInt8]? { try await redis.get(key) }

    package func set(_ key: String, _ bytes: [UInt8], lifetime: Duration) async throws {
        _ = try await redis.set(key, bytes, expiry: .after(lifetime))
    }
}
