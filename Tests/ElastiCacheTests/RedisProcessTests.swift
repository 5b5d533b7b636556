import Foundation
import Processes
import Programs
import RedisClient
import Testing
import Time

@testable import ElastiCache

@Suite(.fewAtATime) struct RestartPolicyTests {
    @Test func waitsLongerEachTimeUntilItHasRunForAWhile() {
        var policy = RestartPolicy()
        let waits = (0..<9).map { _ in policy.delay(afterRunning: .zero) }
        #expect(waits.prefix(3) == [.milliseconds(100), .milliseconds(200), .milliseconds(400)])
        #expect(waits.last == .seconds(10))
        #expect(policy.delay(afterRunning: .seconds(60)) == .milliseconds(100))
        #expect(policy.delay(afterRunning: .zero) == .milliseconds(200))
    }
}

@Suite(.fewAtATime, .enabled(if: TestServer.program != nil)) struct RedisProcessTests {
    private let directory = NSTemporaryDirectory() + "redis-\(UUID().uuidString)"

    private func start(_ supervisor: ProcessSupervisor, _ names: [String] = ["cache"]) async throws -> ElastiCache {
        try await ElastiCache.start(
            names.map { CacheDescription(name: $0) },
            .installed,
            directory: directory,
            supervisor: supervisor,
            time: SystemTime(),
            note: { _ in }
        )
    }

    /// A cache fills again: whoever is told what is damaged can remove it.
    @Test func damagedDataIsTold() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let caches = try await start(try ProcessSupervisor())
        try await client(caches).set("k", "v")
        await caches.stop()
        let folder = "\(directory)/cache/appendonlydir"
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.contains("incr") {
            try Data(repeating: 7, count: 300).write(to: URL(filePath: "\(folder)/\(file)"))
        }
        let error = await #expect(throws: ElastiCacheError.self) { try await start(try ProcessSupervisor()) }
        let text = try #require(error).description
        #expect(
            text.contains("remove that folder") && text.contains("\(directory)/cache")
                && text.contains("Bad file format")
        )
    }

    private func client(_ caches: ElastiCache, _ index: Int = 0) throws -> RedisClient {
        RedisClient(try RedisConfiguration(url: "redis://127.0.0.1:\(caches.caches[index].port)"))
    }

    private func processID(_ client: RedisClient) async throws -> pid_t {
        let text = try await client.send("INFO", "server").string() ?? ""
        let line = try #require(text.split(separator: "\r\n").first { $0.hasPrefix("process_id:") })
        return try #require(pid_t(line.dropFirst("process_id:".count)))
    }

    @Test func aServerThatDiesComesBackOnItsPortWithItsData() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let caches = try await start(try ProcessSupervisor())
        let client = try client(caches)
        try await client.set("k", "v")
        let first = try await processID(client)
        kill(first, SIGKILL)
        var second = first
        for _ in 0..<200 where second == first {
            second = (try? await processID(client)) ?? first
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(second != first)
        #expect(try await client.get("k") == Array("v".utf8))
        await caches.stop()
        #expect(kill(second, 0) == -1)
    }

    @Test func dataOutliveAStop() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let supervisor = try ProcessSupervisor()
        for round in 1...2 {
            let caches = try await start(supervisor)
            #expect(try await client(caches).incr("n") == round)
            await caches.stop()
        }
    }

    @Test func eachCacheHasAServerOfItsOwn() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let caches = try await start(try ProcessSupervisor(), ["one", "two"])
        try await client(caches, 0).set("k", "v")
        #expect(try await client(caches, 1).get("k") == nil)
        #expect(caches.caches[0].port != caches.caches[1].port)
        await caches.stop()
    }

    @Test func whatCannotBeReadIsNamed() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let files = FileManager.default
        try files.createDirectory(atPath: "\(directory)/cache/appendonlydir", withIntermediateDirectories: true)
        let path = "\(directory)/cache/appendonlydir/appendonly.aof.manifest"
        try "nonsense".write(toFile: path, atomically: true, encoding: .utf8)
        let error = await #expect(throws: ElastiCacheError.self) { _ = try await start(try ProcessSupervisor()) }
        #expect(error?.description.hasSuffix("\(directory)/cache/redis.log") == true)
    }
}
