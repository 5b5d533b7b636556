import Foundation
import RedisClient
import Testing

@testable import ElastiCache

/// The embedded server against the one that is installed: the same commands, the same bytes.
@Suite struct AgreementTests {
    @Test(arguments: TestServer.available)
    func everyReplyIsRedisOwn(_ server: TestServer) async throws {
        try await server.run { port in
            for dialogue in Dialogue.all {
                _ = RawConnection(port: port).exchange(Array("FLUSHALL\r\nCONFIG SET maxmemory 0\r\nQUIT\r\n".utf8))
                let received = RawConnection(port: port).exchange(dialogue.request)
                let difference = dialogue.difference(from: received)
                #expect(difference == nil, "\(dialogue): \(difference ?? "")")
            }
        }
    }

    @Test(arguments: TestServer.available)
    func whatIsNoCommandEndsTheConnection(_ server: TestServer) async throws {
        let cases = [
            ("*1\r\n$x\r\n", "-ERR Protocol error: invalid bulk length\r\n"),
            ("*1\r\n$-5\r\n", "-ERR Protocol error: invalid bulk length\r\n"),
            ("*1\r\n+PING\r\n", "-ERR Protocol error: expected '$', got '+'\r\n"),
            ("*x\r\n", "-ERR Protocol error: invalid multibulk length\r\n"),
            ("*99999999999\r\n", "-ERR Protocol error: invalid multibulk length\r\n"),
            ("PING \"x\r\n", "-ERR Protocol error: unbalanced quotes in request\r\n"),
            ("\r\n*0\r\n*-1\r\nPING\r\nQUIT\r\n", "+PONG\r\n+OK\r\n"),
            ("ECHO \"a\\x41\\n\\\"\"\r\nECHO 'it\\'s'\r\nQUIT\r\n", "$4\r\naA\n\"\r\n$4\r\nit's\r\n+OK\r\n"),
        ]
        try await server.run { port in
            for (request, reply) in cases {
                let received = RawConnection(port: port).exchange(Array(request.utf8))
                #expect(String(decoding: received, as: UTF8.self) == reply, "\(request.debugDescription)")
            }
        }
    }

    @Test(arguments: TestServer.available)
    func countsWhatReadersFind(_ server: TestServer) async throws {
        let request =
            "CONFIG RESETSTAT\r\nSET a 1\r\nGET a\r\nGET b\r\nMGET a b\r\nEXISTS a\r\nINCR n\r\nINFO stats\r\nQUIT\r\n"
        try await server.run { port in
            let text = String(decoding: RawConnection(port: port).exchange(Array(request.utf8)), as: UTF8.self)
            #expect(text.contains("keyspace_hits:3\r\n") && text.contains("keyspace_misses:2\r\n"))
        }
    }

    /// A value larger than all there is room for, and than what could be given up for it.
    @Test(arguments: TestServer.available, ["noeviction", "allkeys-lru"])
    func aValueLargerThanMemoryIsRefused(_ server: TestServer, _ policy: String) async throws {
        let huge = String(repeating: "x", count: 12_000_000)
        let request =
            "CONFIG SET maxmemory 10mb maxmemory-policy \(policy)\r\n*3\r\n$3\r\nSET\r\n$1\r\nh\r\n"
            + "$\(huge.count)\r\n\(huge)\r\nEXISTS h\r\nCONFIG SET maxmemory 0\r\nQUIT\r\n"
        try await server.run { port in
            let text = String(decoding: RawConnection(port: port).exchange(Array(request.utf8)), as: UTF8.self)
            #expect(text == "+OK\r\n-OOM command not allowed when used memory > 'maxmemory'.\r\n:0\r\n+OK\r\n+OK\r\n")
        }
    }

    @Test(arguments: TestServer.available)
    func nobodyGetsInWithoutThePassword(_ server: TestServer) async throws {
        let password = "a \"secret\" \\ token"
        let options = RedisServerOptions(maximumMemory: 0, password: password)
        let request = "GET a\r\nAUTH wrong\r\nHELLO 3\r\nNOSUCH\r\nAUTH 'a \"secret\" \\ token'\r\nGET a\r\nQUIT\r\n"
        let reply =
            "-NOAUTH Authentication required.\r\n-WRONGPASS invalid username-password pair or user is disabled.\r\n"
            + "-NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH "
            + "<user> <pass> option can be used to authenticate the client and select the RESP protocol version at "
            + "the same time\r\n-ERR unknown command 'NOSUCH', with args beginning with: \r\n+OK\r\n$-1\r\n+OK\r\n"
        try await server.run(options) { port in
            let received = RawConnection(port: port).exchange(Array(request.utf8))
            #expect(String(decoding: received, as: UTF8.self) == reply)
            var configuration = RedisConfiguration(host: "127.0.0.1")
            (configuration.port, configuration.password) = (port, password)
            let pong = try await RedisClient(configuration).send("PING")
            #expect(pong == .status("PONG"))
        }
    }

    @Test(arguments: TestServer.available)
    func redisClientSpeaksToBoth(_ server: TestServer) async throws {
        try await server.run { port in
            let client = RedisClient(try RedisConfiguration(url: "redis://127.0.0.1:\(port)/2"))
            #expect(try await client.get("k") == nil)
            #expect(try await client.set("k", "v", expiry: .after(.seconds(600))))
            #expect(try await client.set("k", "w", condition: .ifAbsent) == false)
            #expect(try await client.mget(["k", "none"]) == [Array("v".utf8), nil])
            guard case .remaining(let left) = try await client.ttl("k") else { throw Unexpected() }
            #expect(left > .zero && left <= .seconds(600))
            #expect(try await client.expire("k", after: .seconds(-1)))
            #expect(try await client.ttl("k") == .missing)
            #expect(try await client.incr("n") == 1)
            #expect(try await client.incrby("n", 41) == 42)
            #expect(try await client.ttl("n") == .forever)
            #expect(try await client.hset("h", ["a": 1, "b": "two"]) == 2)
            #expect(try await client.hgetall("h") == ["a": Array("1".utf8), "b": Array("two".utf8)])
            #expect(try await client.hincrby("h", "a", 2) == 3)
            #expect(try await client.hdel("h", ["a", "none"]) == 1)
            #expect(try await client.zadd("z", [RedisScored("a", 1), RedisScored("b", .infinity)]) == 2)
            #expect(try await client.zincrby("z", 0.5, "a") == 1.5)
            #expect(try await client.zrange("z", 0, -1) == [RedisScored("a", 1.5), RedisScored("b", .infinity)])
            #expect(try await client.zrevrange("z", 0, 0) == [RedisScored("b", .infinity)])
            #expect(try await client.zscore("z", "none") == nil)
            #expect(try await client.zrem("z", ["b"]) == 1)
            #expect(try await client.zcard("z") == 1)
            #expect(try await client.rpush("l", ["x", "y"]) == 2)
            #expect(try await client.lrange("l", 0, -1) == [Array("x".utf8), Array("y".utf8)])
            #expect(try await client.lpop("l") == Array("x".utf8))
            #expect(try await client.transaction([.incr("n"), .get("n")]) == [.integer(43), .bytes(Array("43".utf8))])
            let error = await #expect(throws: RedisError.self) { try await client.incr("h") }
            #expect(error?.kind == .server(code: "WRONGTYPE"))
            #expect(try await client.del("n", "none") == 1)
            let large = [UInt8](repeating: 7, count: 3_000_000)
            try await client.set("large", large)
            #expect(try await client.get("large") == large)
        }
    }

    private struct Unexpected: Error {}
}
