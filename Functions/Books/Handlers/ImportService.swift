import AWSClient
import BookImports
import BookTables
import FoundationEssentials
import RedisClient

/// What the endpoints of imports work on. One per execution environment.
struct ImportService: Sendable {
    var services: ImportServices
    /// Hands an import to the function that works on it; returns when Lambda has accepted that.
    var callWorker: @Sendable (_ importID: String) async throws -> Void
    /// Throws `ProviderConfigurationError`; `nil` for a provider that is not known.
    var provider: @Sendable (_ name: String) throws -> Provider?
    var makeID: @Sendable () -> String = { UUID().uuidString.lowercased() }

    var now: Int { services.clock.now() }
}

extension ImportService {
    /// The tables, the cache and the providers that the environment names. `IMPORT_PAGES_FUNCTION` is the function that
    /// works on imports. Throws `AWSConfigurationError` and `RedisError`.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let dynamoDB = try DynamoDB()
        let lambda = try Lambda()
        let tables = TableNames(environment: environment)
        let clock = ImportClock(
            now: { Int(Date().timeIntervalSince1970 * 1_000) },
            sleep: { if $0 > 0 { try await Task.sleep(for: .milliseconds($0)) } }
        )
        services = ImportServices(
            stages: StageStore(
                cache: try Self.cache(environment),
                archive: DynamoDBStageArchive(dynamoDB, table: tables.imports, now: clock.now)
            ),
            source: HTTPPageSource(),
            pace: DynamoDBPace(dynamoDB, table: tables.imports),
            imports: DynamoDBImportStore(dynamoDB, table: tables.imports),
            catalogue: DynamoDBCatalogue(dynamoDB, tables: tables),
            clock: clock
        )
        let worker = environment["IMPORT_PAGES_FUNCTION"] ?? "import-pages"
        callWorker = { id in
            let payload = try ImportPagesEvent(import_id: id).payload
            _ = try await lambda.invoke(.init(functionName: worker, invocationType: .event, payload: payload))
        }
        provider = { try Provider($0, environment: environment) }
    }

    /// Without `REDIS_URL` there is no cache: the table alone keeps the stages.
    private static func cache(_ environment: [String: String]) throws -> (any StageCache)? {
        guard let url = environment["REDIS_URL"], !url.isEmpty else { return nil }
        return RedisStageCache(RedisClient(try RedisConfiguration(url: url)))
    }
}
