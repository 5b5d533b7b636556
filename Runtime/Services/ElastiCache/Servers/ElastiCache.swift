import FoundationEssentials
import HTTPListener
import Processes
import Time

/// A cache that a template asks for.
package struct CacheDescription: Sendable, Hashable {
    package var name: String
    package var engine: RedisEngine
    package var options: RedisServerOptions

    package init(name: String, engine: RedisEngine = .redis, options: RedisServerOptions = RedisServerOptions()) {
        self.name = name
        self.engine = engine
        self.options = options
    }
}

/// What serves caches.
package enum CacheServerChoice: Sendable, Hashable {
    /// The server that is installed, or else the embedded one.
    case installed
    case embedded
}

/// What became of a cache.
package struct RunningCache: Sendable, Hashable {
    package var name: String
    /// On 127.0.0.1.
    package var port: Int
    /// What serves it, for people: a path, or what it is.
    package var server: String
}

/// The caches of an application, each with a server of its own on a loopback port.
package final class ElastiCache: Sendable {
    package let caches: [RunningCache]
    private let processes: [RedisProcess]
    private let embedded: [EmbeddedRedis]
    private let temporaryDirectory: String?

    private init(_ building: Building, temporaryDirectory: String?) {
        caches = building.caches
        processes = building.processes
        embedded = building.embedded
        self.temporaryDirectory = temporaryDirectory
    }

    private struct Building {
        var caches: [RunningCache] = []
        var processes: [RedisProcess] = []
        var embedded: [EmbeddedRedis] = []

        mutating func addEmbedded(_ cache: CacheDescription, time: any TimeSource) async throws(ElastiCacheError) {
            do throws(HTTPListenerError) {
                let server = try await EmbeddedRedis.start(cache.options, time: time)
                embedded.append(server)
                caches.append(RunningCache(name: cache.name, port: server.port, server: "embedded, in memory"))
            } catch {
                throw ElastiCacheError(error.description)
            }
        }

        func stop() async {
            for process in processes { await process.stop() }
            for server in embedded { await server.stop() }
        }
    }

    /// Starts a server for each cache; all of them run when it returns, and none when it throws.
    ///
    /// `directory` is where caches keep their data, a folder for each; without one nothing is kept. `note` is told of
    /// what goes wrong later on.
    package static func start(
        _ descriptions: [CacheDescription],
        _ choice: CacheServerChoice,
        directory: String?,
        supervisor: ProcessSupervisor,
        time: any TimeSource,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        note: @escaping @Sendable (String) -> Void
    ) async throws(ElastiCacheError) -> ElastiCache {
        var building = Building()
        let temporary = directory == nil ? "/tmp/hearth-elasticache-\(ProcessInfo.processInfo.processIdentifier)" : nil
        do throws(ElastiCacheError) {
            for cache in descriptions {
                let program = choice == .installed ? RedisProgram.find(cache.engine, environment: environment) : nil
                guard let program else {
                    try await building.addEmbedded(cache, time: time)
                    continue
                }
                let process = try await RedisProcess.start(
                    program,
                    directory: "\(directory ?? temporary ?? "")/\(cache.name)",
                    options: cache.options,
                    isDurable: directory != nil,
                    supervisor: supervisor,
                    time: time,
                    note: note
                )
                building.processes.append(process)
                building.caches.append(RunningCache(name: cache.name, port: process.port, server: program))
            }
        } catch {
            await building.stop()
            throw error
        }
        return ElastiCache(building, temporaryDirectory: temporary)
    }

    /// Ends all servers; what is to be kept is written.
    package func stop() async {
        await withTaskGroup(of: Void.self) { group in
            for process in processes { group.addTask { await process.stop() } }
            for server in embedded { group.addTask { await server.stop() } }
        }
        if let temporaryDirectory { try? FileManager.default.removeItem(atPath: temporaryDirectory) }
    }
}

/// Why a cache cannot be served.
package struct ElastiCacheError: Error, CustomStringConvertible {
    package var description: String

    init(_ description: String) { self.description = description }
}
