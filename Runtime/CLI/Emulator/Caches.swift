import ArgumentParser
import ElastiCache
import Processes
import RedisClient
import Template
import Time

/// What serves a template's caches: the value of `--redis`.
enum CacheServer: ExpressibleByArgument {
    /// The Redis or Valkey that is installed, or else the embedded one.
    case installed
    case embedded
    /// One that runs already.
    case address(RedisConfiguration, url: String)

    init?(argument: String) {
        if argument == "embedded" {
            self = .embedded
        } else if let configuration = try? RedisConfiguration(url: argument), configuration.database == 0 {
            self = .address(configuration, url: argument.trimmingSuffix("/"))
        } else {
            return nil
        }
    }
}

/// The caches of a running Hearth.
struct Caches: Sendable {
    /// By logical id.
    let endpoints: [String: CacheEndpoint]
    /// A line for each cache: its name, where it is, and what serves it.
    let lines: [(name: String, address: String, server: String)]
    private let elastiCache: ElastiCache?
    private let clients: [RedisClient]

    /// Starts what the template's caches need. Throws when one cannot be served.
    static func start(
        _ caches: [Application.Cache],
        _ server: CacheServer,
        state: StateDirectory?,
        supervisor: ProcessSupervisor,
        time: any TimeSource,
        console: Console
    ) async throws(CommandError) -> Caches {
        switch server {
        case .address(let configuration, let url) where !caches.isEmpty:
            return try await Caches(caches, at: configuration, url)
        case .installed, .embedded, .address:
            let choice: CacheServerChoice = if case .embedded = server { .embedded } else { .installed }
            do throws(ElastiCacheError) {
                return Caches(
                    caches,
                    try await ElastiCache.start(
                        caches.map(\.description),
                        choice,
                        directory: state.map(\.caches),
                        supervisor: supervisor,
                        time: time,
                        note: { console.warning($0) }
                    )
                )
            } catch {
                throw CommandError(error.description)
            }
        }
    }

    private init(_ caches: [Application.Cache], _ elastiCache: ElastiCache) {
        self.elastiCache = elastiCache
        let running = zip(caches, elastiCache.caches)
        endpoints = Dictionary(
            running.map { ($0.logicalID, CacheEndpoint(address: "127.0.0.1", port: $1.port)) }
        ) { first, _ in first }
        lines = running.map { ($0.name, "127.0.0.1:\($1.port)", $1.server) }
        clients = running.map { cache, server in
            var configuration = RedisConfiguration(host: "127.0.0.1")
            configuration.port = server.port
            configuration.password = cache.authToken
            return RedisClient(configuration)
        }
    }

    /// All caches are the one server, which must answer.
    private init(
        _ caches: [Application.Cache],
        at configuration: RedisConfiguration,
        _ url: String
    ) async throws(CommandError) {
        let (host, port) = (configuration.host, configuration.port)
        do throws(RedisError) {
            _ = try await RedisClient(configuration).send("PING")
        } catch {
            throw CommandError("the Redis at \(host):\(port), which --redis names, cannot be used: \(error.message)")
        }
        elastiCache = nil
        clients = []
        let endpoint = CacheEndpoint(address: host, port: port, url: url)
        endpoints = Dictionary(caches.map { ($0.logicalID, endpoint) }) { first, _ in first }
        lines = caches.map { ($0.name, "\(host):\(port)", "--redis") }
    }

    /// Empties every cache that Hearth has started; one that `--redis` names is its user's own.
    func reset() async throws(RedisError) {
        for client in clients { _ = try await client.send("FLUSHALL") }
    }

    func stop() async { await elastiCache?.stop() }
}

extension Application.Cache {
    fileprivate var description: CacheDescription {
        CacheDescription(
            name: name,
            engine: engine == .redis ? .redis : .valkey,
            options: RedisServerOptions(password: authToken)
        )
    }
}
