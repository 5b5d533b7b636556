import Synchronization
import Testing

@testable import RedisClient

@Suite struct RedisClientTests {
    private func client(_ server: FakeRedis, timeout: Duration = .seconds(5)) throws -> RedisClient {
        var configuration = try RedisConfiguration(url: server.url)
        configuration.timeout = timeout
        return RedisClient(configuration)
    }

    @Test func commandsGoOutAsArraysOfStrings() async throws {
        let server = FakeRedis { $0.words[0] == "SET" ? "+OK\r\n" : "$3\r\na\r\n\r\n" }
        defer { server.close() }
        let client = try client(server)
        try await client.set("k", [0x61, 0x0D, 0x0A], expiry: .after(.milliseconds(1_500)))
        #expect(try await client.get("k") == [0x61, 0x0D, 0x0A])
        #expect(server.commands.map(\.words) == [["SET", "k", "a\r\n", "PX", "1500"], ["GET", "k"]])
        #expect(server.commands.allSatisfy { $0.connection == 0 })
    }

    @Test func manyTasksShareOneConnection() async throws {
        let server = FakeRedis { "$\($0.words[1].utf8.count)\r\n\($0.words[1])\r\n" }
        defer { server.close() }
        let client = try client(server)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let echo = try await client.send("ECHO", number).string()
                    #expect(echo == "\(number)")
                }
            }
            try await group.waitForAll()
        }
        #expect(server.commands.count == 200 && server.commands.allSatisfy { $0.connection == 0 })
    }

    @Test func aReadIsSentAgainWhenTheConnectionBreaks() async throws {
        let server = FakeRedis { $0.connection == 0 ? nil : ":1\r\n" }
        defer { server.close() }
        #expect(try await client(server).exists("k"))
        #expect(server.commands.map(\.connection) == [0, 1])
    }

    @Test func anIncrementIsNotSentAgain() async throws {
        let server = FakeRedis { $0.connection == 0 ? nil : ":1\r\n" }
        defer { server.close() }
        let client = try client(server)
        let error = await #expect(throws: RedisError.self) { try await client.incr("k") }
        #expect(error?.kind == .connection && server.commands.count == 1)
        #expect(try await client.incr("k") == 1)
    }

    @Test func aConnectionThatWasClosedMeanwhileIsReplaced() async throws {
        let server = FakeRedis { _ in ":1\r\n" }
        defer { server.close() }
        let client = try client(server)
        #expect(try await client.incr("k") == 1)
        server.cutConnections()
        #expect(try await client.incr("k") == 1)
        #expect(server.commands.map(\.connection) == [0, 1])
    }

    @Test func aReplyThatDoesNotCome() async throws {
        let server = FakeRedis { $0.words[0] == "GET" ? "" : ":1\r\n" }
        defer { server.close() }
        // Long enough for the second command on a busy machine.
        let client = try client(server, timeout: .seconds(2))
        let error = await #expect(throws: RedisError.self) { try await client.get("k") }
        #expect(error?.kind == .timeout && server.commands.count == 1)
        #expect(try await client.incr("k") == 1)
    }

    @Test func aCancelledTaskDoesNotWait() async throws {
        let server = FakeRedis { _ in "" }
        defer { server.close() }
        let client = try client(server)
        let task = Task { try await client.get("k") }
        task.cancel()
        let error = await #expect(throws: RedisError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
    }

    @Test func logsInAndSelects() async throws {
        let server = FakeRedis { _ in "+OK\r\n" }
        defer { server.close() }
        let url = "redis://ann:p%40ss@127.0.0.1:\(server.port)/3"
        _ = try await RedisClient(RedisConfiguration(url: url)).send("PING")
        #expect(server.commands.map(\.words) == [["AUTH", "ann", "p@ss"], ["SELECT", "3"], ["PING"]])
    }

    @Test func aLoginThatIsRefused() async throws {
        let server = FakeRedis { _ in "-WRONGPASS invalid username-password pair or user is disabled.\r\n" }
        defer { server.close() }
        let client = RedisClient(try RedisConfiguration(url: "redis://:secret@127.0.0.1:\(server.port)"))
        let error = await #expect(throws: RedisError.self) { try await client.get("k") }
        #expect(error?.kind == .server(code: "WRONGPASS") && error?.message.hasSuffix("is disabled.") == true)
    }

    @Test func aTransactionIsOneBlock() async throws {
        let server = FakeRedis { command in
            switch command.words[0] {
            case "MULTI": "+OK\r\n"
            case "EXEC": "*2\r\n:1\r\n-ERR no\r\n"
            default: "+QUEUED\r\n"
            }
        }
        defer { server.close() }
        let replies = try await client(server).transaction([.incr("a"), .incr("b")])
        #expect(replies == [.integer(1), .error(RedisError(.server(code: "ERR"), "ERR no"))])
        #expect(server.commands.map { $0.words[0] } == ["MULTI", "INCR", "INCR", "EXEC"])
    }

    @Test func whatCannotBeQueuedIsTold() async throws {
        let server = FakeRedis { command in
            switch command.words[0] {
            case "MULTI": "+OK\r\n"
            case "EXEC": "-EXECABORT Transaction discarded because of previous errors.\r\n"
            default: "-ERR unknown command\r\n"
            }
        }
        defer { server.close() }
        let client = try client(server)
        let error = await #expect(throws: RedisError.self) { try await client.transaction([RedisCommand("NONE")]) }
        #expect(error?.message == "ERR unknown command")
    }

    @Test(arguments: ["MULTI", "subscribe", "MONITOR", "SELECT"])
    func whatWouldChangeTheConnection(_ name: String) async throws {
        let server = FakeRedis { _ in "+OK\r\n" }
        defer { server.close() }
        let client = try client(server)
        let error = await #expect(throws: RedisError.self) { try await client.send(name, "x") }
        #expect(error?.kind == .unsuitableCommand && server.commands.isEmpty)
    }

    @Test func nobodyListens() async throws {
        let server = FakeRedis { _ in nil }
        server.close()
        let client = try client(server)
        let error = await #expect(throws: RedisError.self) { try await client.get("k") }
        #expect(error?.kind == .connection)
    }
}

@Suite struct RedisConfigurationTests {
    @Test func partsOfAnAddress() throws {
        let plain = try RedisConfiguration(url: "redis://cache.local")
        #expect(plain.host == "cache.local" && plain.port == 6_379 && !plain.usesTLS && plain.password == nil)
        let whole = try RedisConfiguration(url: "rediss://ann:p%2Fw@[::1]:7000/2")
        #expect(whole.host == "[::1]" && whole.port == 7_000 && whole.usesTLS && whole.database == 2)
        #expect(whole.username == "ann" && whole.password == "p/w")
        #expect(try RedisConfiguration(url: "redis://:pw@h").password == "pw")
    }

    @Test(arguments: [
        "", "localhost:6379", "http://h", "redis://", "redis://h:0", "redis://h:70000", "redis://h/x", "redis://h/-1",
        "redis://h?db=1", "redis://ann@h", "redis://h h",
    ])
    func whatIsNoAddress(_ url: String) {
        let error = #expect(throws: RedisError.self) { try RedisConfiguration(url: url) }
        #expect(error?.kind == .configuration)
    }

    @Test func theEnvironmentDoesNotSay() {
        let error = #expect(throws: RedisError.self) { try RedisConfiguration(environment: ["REDIS_URL": ""]) }
        #expect(error?.message == "the environment variable REDIS_URL is not set")
    }
}
