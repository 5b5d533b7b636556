import Testing
import Time

@testable import ElastiCache

/// What takes time or several clients, on the server's value.
@Suite struct ServerTests {
    private let time = ManualTime()

    private func server(_ settings: RedisSettings = RedisSettings()) -> (RedisServer, client: Int) {
        var server = RedisServer(settings, now: time.now)
        let client = server.open(address: "127.0.0.1:5", at: time.now)
        return (server, client)
    }

    private func send(_ line: String, _ server: inout RedisServer, _ client: Int) -> String {
        server.receive("\(line)\r\n".utf8, from: client, at: time.now).filter { $0.session == client }
            .map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
    }

    @Test func keysExpireByTheClockThatIsHandedIn() {
        var (server, client) = server()
        #expect(send("SET k v PX 1500", &server, client) == "+OK\r\n")
        time.advance(by: .milliseconds(1_499))
        #expect(send("GET k", &server, client) == "$1\r\nv\r\n" && send("PTTL k", &server, client) == ":1\r\n")
        time.advance(by: .milliseconds(1))
        #expect(send("GET k", &server, client) == "$-1\r\n" && send("PTTL k", &server, client) == ":-2\r\n")
        #expect(send("SETNX k w", &server, client) == ":1\r\n")
        #expect(send("HSET h f v", &server, client) == ":1\r\n" && send("EXPIRE h 10", &server, client) == ":1\r\n")
        #expect(send("HSET h g v", &server, client) == ":1\r\n" && send("TTL h", &server, client) == ":10\r\n")
        time.advance(by: .seconds(10))
        #expect(
            send("HGETALL h", &server, client) == "*0\r\n" && send("KEYS *", &server, client) == "*1\r\n$1\r\nk\r\n"
        )
    }

    /// What a web page makes a browser send is no command, nor is what it hides in it.
    @Test(arguments: [
        "POST / HTTP/1.1\r\nContent-Length: 20\r\n\r\nSET k v", "GET / HTTP/1.1\r\nHost: x\r\n\r\nSET k v",
        "hOsT: x\r\nSET k v", "SET before x\r\npost\r\nSET k v",
    ])
    func anHTTPRequestEndsItsConnection(_ request: String) {
        var (server, client) = server()
        let outputs = server.receive("\(request)\r\n".utf8, from: client, at: time.now)
        #expect(outputs.map(\.closes) == [true] && outputs.allSatisfy(\.bytes.isEmpty))
        let other = server.open(address: "127.0.0.1:6", at: time.now)
        #expect(send("GET k", &server, other) == "$-1\r\n")
    }

    @Test func scanningASmallSetShowsWholeScoresAsSuch() {
        var (server, client) = server()
        for (score, text) in [
            ("123456789012345680", "123456789012345680"), ("-3e18", "-3000000000000000000"), ("5e18", "5e+18"),
            ("4611686018427387904", "4611686018427387904"), ("0.1", "0.10000000000000001"), ("-inf", "-inf"),
        ] {
            _ = send("DEL z", &server, client)
            _ = send("ZADD z \(score) m", &server, client)
            let reply = send("ZSCAN z 0", &server, client)
            #expect(reply == "*2\r\n$1\r\n0\r\n*2\r\n$1\r\nm\r\n$\(text.utf8.count)\r\n\(text)\r\n")
        }
        #expect(send("ZADD z 5e17 n", &server, client) == ":1\r\n")
        #expect(send("ZSCORE z n", &server, client) == "$5\r\n5e+17\r\n")
        for number in 0..<130 { _ = send("ZADD z 5e17 n\(number)", &server, client) }
        #expect(!send("ZSCAN z 0 COUNT 1000", &server, client).contains("500000000000000000"))
    }

    @Test func commandsMayComeInAnyPieces() {
        let bytes = Array("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\na\r\nb\r\nGET k\r\n*1\r\n$4\r\nPING\r\n".utf8)
        for size in 1...bytes.count {
            var (server, client) = server()
            var reply = ""
            for start in stride(from: 0, to: bytes.count, by: size) {
                let piece = bytes[start..<min(start + size, bytes.count)]
                for output in server.receive(piece, from: client, at: time.now) {
                    reply += String(decoding: output.bytes, as: UTF8.self)
                }
            }
            #expect(reply == "+OK\r\n$4\r\na\r\nb\r\n+PONG\r\n")
        }
    }

    @Test func aWatchedKeyThatAnotherChanges() {
        var (server, client) = server()
        let other = server.open(address: "127.0.0.1:6", at: time.now)
        for (change, reply) in [("SET k 1", "*-1\r\n"), ("GET k", "*1\r\n+PONG\r\n"), ("FLUSHALL", "*-1\r\n")] {
            #expect(send("WATCH k", &server, client) == "+OK\r\n" && send("MULTI", &server, client) == "+OK\r\n")
            _ = send(change, &server, other)
            #expect(send("PING", &server, client) == "+QUEUED\r\n" && send("EXEC", &server, client) == reply)
        }
        #expect(send("SET k 1 PX 5", &server, client) == "+OK\r\n" && send("WATCH k", &server, client) == "+OK\r\n")
        time.advance(by: .milliseconds(5))
        #expect(send("MULTI", &server, client) == "+OK\r\n" && send("EXEC", &server, client) == "*-1\r\n")
    }

    @Test func whoWatchesSeesWhatOthersDo() {
        var (server, client) = server()
        let watcher = server.open(address: "127.0.0.1:6", at: time.now)
        #expect(send("MONITOR", &server, watcher) == "+OK\r\n")
        let outputs = server.receive("SET \"a\\n\" x\r\n".utf8, from: client, at: time.now)
        let seen = outputs.filter { $0.session == watcher }.map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(seen == ["+1700000000.000000 [0 127.0.0.1:5] \"SET\" \"a\\n\" \"x\"\r\n"])
        #expect(!server.receive("AUTH x\r\n".utf8, from: client, at: time.now).contains { $0.session == watcher })
    }

    @Test(arguments: [RedisSettings.EvictionPolicy.allKeys, .expiring])
    func keysUsedLongestAgoMakeRoom(_ policy: RedisSettings.EvictionPolicy) {
        var settings = RedisSettings()
        settings.evictionPolicy = policy
        settings.maximumMemory = RedisServer.baseBytes + 100_000
        var (server, client) = server(settings)
        #expect(send("SET kept forever", &server, client) == "+OK\r\n")
        for number in 0..<1_000 {
            #expect(send("SET k\(number) \(String(repeating: "x", count: 400)) EX 60", &server, client) == "+OK\r\n")
            #expect(send("EXISTS k0", &server, client) == ":1\r\n")
        }
        #expect(server.usedBytes <= settings.maximumMemory + 600)
        #expect(server.keyspace.count(in: 0) > 150 && server.keyspace.evictedKeys > 700)
        #expect(send("EXISTS k999 k1 kept", &server, client) == (policy == .expiring ? ":2\r\n" : ":1\r\n"))
    }

    @Test func withoutAnythingToGiveUpThereIsNoRoom() {
        var settings = RedisSettings()
        settings.evictionPolicy = .expiring
        settings.maximumMemory = RedisServer.baseBytes + 1_000
        var (server, client) = server(settings)
        let replies = (0..<20).map { send("SET k\($0) \(String(repeating: "x", count: 100))", &server, client) }
        #expect(replies.first == "+OK\r\n")
        #expect(replies.last == "-OOM command not allowed when used memory > 'maxmemory'.\r\n")
        #expect(send("GET k0", &server, client).hasPrefix("$100") && send("DEL k0 k1 k2", &server, client) == ":3\r\n")
        #expect(send("SET small x", &server, client) == "+OK\r\n")
    }

    @Test func memoryIsGivenBack() {
        var (server, client) = server()
        for line in ["SADD s a b c", "ZADD z 1 a 2 b", "RPUSH l a b c", "HSET h a 1 b 2", "SET k v", "HSET h a longer"]
        {
            _ = send(line, &server, client)
        }
        #expect(server.keyspace.usedBytes > 500)
        for line in ["SREM s a b c", "ZREM z a b", "LTRIM l 1 0", "HDEL h a b", "DEL k"] {
            #expect(!send(line, &server, client).hasPrefix("-"))
        }
        #expect(server.keyspace.usedBytes == 0 && server.keyspace.count(in: 0) == 0)
    }

    @Test func scanningMeetsEveryKeyThatStays() {
        var (server, client) = server()
        for number in 0..<500 { _ = send("SET k\(number) v", &server, client) }
        var (cursor, found, round) = ("0", Set<Substring>(), 0)
        repeat {
            let lines = send("SCAN \(cursor) COUNT 7", &server, client).split(separator: "\r\n")
            cursor = String(lines[2])
            found.formUnion(lines.dropFirst(4).filter { $0.hasPrefix("k") })
            // Keys that come and go meanwhile.
            _ = send("SET new\(round) v", &server, client)
            _ = send("DEL k\(400 + round % 100)", &server, client)
            round += 1
        } while cursor != "0" && round < 1_000
        #expect(found.isSuperset(of: (0..<400).map { "k\($0)" }) && round > 50)
    }

    @Test func aClientThatIsGoneLeavesNothing() {
        var (server, client) = server()
        _ = send("WATCH k", &server, client)
        server.close(client)
        #expect(server.sessions.isEmpty && server.receive("PING\r\n".utf8, from: client, at: time.now).isEmpty)
    }
}

@Suite struct GlobTests {
    @Test(arguments: [
        ("*", "", true), ("h?llo", "hello", true), ("h?llo", "hllo", false), ("h[ae]llo", "hallo", true),
        ("h[^e]llo", "hello", false), ("h[a-c]llo", "hbllo", true), ("h[c-a]llo", "hbllo", true),
        ("a*b*c", "axxbyyc", true),
        ("a*b*c", "axxbyy", false), ("\\*", "*", true), ("\\*", "x", false), ("[", "[", false), ("a\\", "a\\", true),
        ("*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
    ])
    func patterns(_ pattern: String, _ text: String, _ matches: Bool) {
        #expect(Glob(Bytes(pattern)).matches(Bytes(text)) == matches)
    }
}
