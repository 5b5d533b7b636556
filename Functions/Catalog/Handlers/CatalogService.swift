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
            breaker = BreakerGuard(redis, now: CatalogClock.now)
        } else {
            let none = NoCache()
            cache = none
            breaker = BreakerGuard(none, now: CatalogClock.now)
        }
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
