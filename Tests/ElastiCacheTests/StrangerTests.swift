import Programs
import Testing

/// Programs that others have written.
@Suite(.fewAtATime) struct StrangerTests {
    @Test(.enabled(if: Program.isInstalled("redis-cli", "--version")))
    func redisCLI() async throws {
        try await TestServer.embedded.run { port in
            let lines = [
                "set k 'a b'", "get k", "hset h f 1", "hgetall h", "zadd z 1.5 m", "zrange z 0 -1 withscores",
                "nosuch x",
            ]
            let output = try Program.run("redis-cli", "-p", "\(port)", input: lines.joined(separator: "\n") + "\n")
            #expect(
                output
                    == "OK\na b\n1\nf\n1\n1\nm\n1.5\nERR unknown command 'nosuch', with args beginning with: 'x' \n\n"
            )
        }
    }

    @Test(.enabled(if: Program.isInstalled("python3", "-c", "import redis")), arguments: [2, 3])
    func redisForPython(_ version: Int) async throws {
        let script = """
            import redis, sys
            r = redis.Redis(port=int(sys.argv[1]), protocol=int(sys.argv[2]), decode_responses=True)
            r.set('k', 'v', ex=60); r.hset('h', mapping={'a': 1}); r.zadd('z', {'m': 1.5}); r.sadd('s', 1, 2)
            with r.pipeline() as p:
                p.watch('n'); p.multi(); p.incr('n'); p.get('k'); done = p.execute()
            print(r.get('k'), r.hgetall('h'), r.zrange('z', 0, -1, withscores=True), sorted(r.smembers('s')), done)
            print(sorted(r.scan_iter()), r.info('server')['redis_mode'], r.config_get('maxmemory'))
            """
        try await TestServer.embedded.run { port in
            let output = try Program.run("python3", "-c", script, "\(port)", "\(version)")
            let pair = version == 2 ? "('m', 1.5)" : "['m', 1.5]"
            #expect(
                output == "v {'a': '1'} [\(pair)] ['1', '2'] [1, 'v']\n['h', 'k', 'n', 's', 'z'] standalone "
                    + "{'maxmemory': '0'}\n"
            )
        }
    }
}

/// A program in `PATH`.
enum Program {
    static func isInstalled(_ words: String...) -> Bool { (try? execute(words, input: ""))?.status == 0 }

    static func run(_ words: String..., input: String = "") throws -> String { try execute(words, input: input).output }

    private static func execute(_ words: [String], input: String) throws -> ProgramResult {
        try RunningProgram.run("/usr/bin/env", words, input: input, errors: .withOutput)
    }
}
