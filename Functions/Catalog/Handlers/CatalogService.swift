import AWSClient
import CatalogStores
import FoundationEssentials
import ProductCatalog
import RedisClient

/// What the functions of the catalogue work on, as the environment names it. One per execution environment, so that
/// connections last.
struct CatalogService: Sendable {
    var store: any ProductStore
    var cache: any ProductCache
    var breaker: BreakerGuard
    let names: CatalogNames

    var reader: ProductReader { ProductReader(store: store, cache: cache, breaker: breaker) }

    /// Throws `AWSConfigurationError` without region or keys, `CatalogNames.Missing` without a table, and `RedisError`
    /// for a `REDIS_URL` that is none.
    init(names: CatalogNames = CatalogNames()) throws {
        self.names = names
        store = DynamoDBProducts(try Self.dynamoDB(), table: try names.name("PRODUCTS_TABLE"))
        if let url = names.optional("REDIS_URL") {
            let redis = RedisCatalog(try RedisConfiguration(url: url))
            cache = redis
            breaker = BreakerGuard(redis, policy: Self.policy(names), now: CatalogClock.now)
        } else {
            let none = NoCache()
            cache = none
            breaker = BreakerGuard(none, policy: Self.policy(names), now: CatalogClock.now)
        }
    }

    /// `BREAKER_PAUSE_MS`, from 1 to an hour, is how long the breaker stays open the first time.
    private static func policy(_ names: CatalogNames) -> CircuitBreaker.Policy {
        var policy = CircuitBreaker.Policy()
        if let pause = names.optional("BREAKER_PAUSE_MS").flatMap(Int.init), (1...3_600_000).contains(pause) {
            policy.pause = pause
            policy.longestPause = max(policy.longestPause, pause)
        }
        return policy
    }

    /// Gives up soon: the breaker and the queue know better what to do then than a call that waits.
    static func dynamoDB() throws -> DynamoDB {
        var configuration = try AWSConfiguration(service: "dynamodb")
        configuration.timeout = .seconds(1)
        configuration.maximumAttempts = 2
        return DynamoDB(configuration: configuration)
    }
}

/// The machine's clock.
enum CatalogClock {
    /// Milliseconds since 1970.
    @Sendable static func now() -> Int { Int(Date().timeIntervalSince1970 * 1_000) }
    /// Microseconds since 1970, from which versions are made.
    @Sendable static func microseconds() -> Int { Int(Date().timeIntervalSince1970 * 1_000_000) }
}
