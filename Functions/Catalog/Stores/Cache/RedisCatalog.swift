import JSON
import ProductCatalog
import RedisClient
import Synchronization

/// The cache at `REDIS_URL`, and in it the breaker, which cannot stand in the store it guards.
///
/// Key `product:{id}` is a fresh copy for 300 seconds: should an update fail to remove it, or a reader put an old one
/// back, it is wrong for no longer than that. `stale:product:{id}` lasts a day. `breaker:dynamodb` is the breaker;
/// `breaker:dynamodb:probe` belongs to who asks first. Keys are asked for one by one in a pipeline, because ElastiCache
/// Serverless refuses commands with keys of several slots.
///
/// It is not waited for: after 300 ms it counts as unreachable, and then nobody asks it for two seconds. Meanwhile the
/// breaker is this environment's own.
package final class RedisCatalog: ProductCache, BreakerStore {
    private static let freshTime = Duration.seconds(300)
    private static let olderTime = Duration.seconds(86_400)
    private static let breakerTime = Duration.seconds(600)
    private static let breakerKey = "breaker:dynamodb"
    private static let patience = Duration.milliseconds(300)
    private static let pause = Duration.seconds(2)

    private let redis: RedisClient
    private let own = Mutex<(breaker: CircuitBreaker, silentUntil: ContinuousClock.Instant?)>((CircuitBreaker(), nil))

    package init(_ configuration: RedisConfiguration) {
        var configuration = configuration
        configuration.connectTimeout = Self.patience
        configuration.timeout = Self.patience
        redis = RedisClient(configuration)
    }

    /// Replies in the order of the commands; `nil` when the cache cannot be reached or refuses one of them.
    private func ask(_ commands: [RedisCommand]) async -> [RedisValue]? {
        let now = ContinuousClock.now
        guard own.withLock({ $0.silentUntil.map { now >= $0 } ?? true }) else { return nil }
        do {
            let replies = try await redis.pipeline(commands)
            own.withLock { $0.silentUntil = nil }
            return replies.contains { if case .error = $0 { true } else { false } } ? nil : replies
        } catch {
            own.withLock { $0.silentUntil = .now + Self.pause }
            return nil
        }
    }
}

// MARK: - Products

extension RedisCatalog {
    package func look(_ ids: [String]) async -> (records: [String: ProductRecord], breaker: CircuitBreaker) {
        let replies = await ask([.get(Self.breakerKey)] + ids.map { .get(Self.fresh($0)) })
        return (Self.records(ids, replies?.dropFirst()), breaker(replies?.first))
    }

    package func older(_ ids: [String]) async -> [String: ProductRecord] {
        Self.records(ids, await ask(ids.map { .get(Self.older($0)) })?[...])
    }

    package func keep(_ records: [ProductRecord]) async {
        let commands = records.flatMap { record -> [RedisCommand] in
            guard let bytes = try? JSONCoder.encode(record) else { return [] }
            return [
                .set(Self.fresh(record.product_id), bytes, .init(expiry: .after(Self.freshTime))),
                .set(Self.older(record.product_id), bytes, .init(expiry: .after(Self.olderTime))),
            ]
        }
        if !commands.isEmpty { _ = await ask(commands) }
    }

    package func forget(_ ids: [String]) async -> Bool {
        ids.isEmpty ? true : await ask(ids.map { .del([Self.fresh($0)]) }) != nil
    }

    package func keep(_ page: ProductPage, _ name: String) async {
        guard let bytes = try? JSONCoder.encode(page) else { return }
        _ = await ask([.set(Self.page(name), bytes, .init(expiry: .after(Self.olderTime)))])
    }

    package func olderPage(_ name: String) async -> ProductPage? {
        Self.decode(await ask([.get(Self.page(name))])?.first)
    }

    private static func fresh(_ id: String) -> String { "product:\(id)" }
    private static func older(_ id: String) -> String { "stale:product:\(id)" }
    private static func page(_ name: String) -> String { "stale:page:\(name)" }

    private static func records(_ ids: [String], _ replies: ArraySlice<RedisValue>?) -> [String: ProductRecord] {
        Dictionary(zip(ids, replies ?? []).compactMap { id, reply in decode(reply).map { (id, $0) } }) { $1 }
    }

    /// What another version has written is no copy.
    private static func decode<Value: Decodable>(_ reply: RedisValue?) -> Value? {
        (try? reply?.bytes()).flatMap { $0 }.flatMap { try? JSONCoder.decode(Value.self, from: $0) }
    }
}

// MARK: - The breaker

extension RedisCatalog {
    package func breaker() async -> CircuitBreaker { breaker(await ask([.get(Self.breakerKey)])?.first) }

    /// A key that is not there is a breaker that is closed; no reply leaves this environment's own.
    private func breaker(_ reply: RedisValue?) -> CircuitBreaker {
        guard let reply else { return own.withLock { $0.breaker } }
        let shared = Self.decode(reply) ?? CircuitBreaker()
        own.withLock { $0.breaker = shared }
        return shared
    }

    package func save(_ breaker: CircuitBreaker) async {
        own.withLock { $0.breaker = breaker }
        guard let bytes = try? JSONCoder.encode(breaker) else { return }
        _ = await ask([.set(Self.breakerKey, bytes, .init(expiry: .after(Self.breakerTime)))])
    }

    package func claimProbe(for milliseconds: Int) async -> Bool {
        let claim = RedisCommand.set(
            "\(Self.breakerKey):probe",
            "claimed",
            .init(expiry: .after(.milliseconds(milliseconds)), condition: .ifAbsent)
        )
        guard let reply = await ask([claim])?.first else { return true }
        return reply != .null
    }
}
