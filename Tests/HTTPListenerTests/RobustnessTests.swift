import HTTPListener
import Synchronization
import Testing
import Time
import Wire

/// Answers with the size of the body, and with what `X-Told` tells.
private struct SizeHandler: HTTPHandler {
    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        let told = request.headers["X-Told"] ?? ""
        let answer = "\(request.method) \(request.target) \(request.body.count)\(told);"
        respond(HTTPResponse(body: Array(answer.utf8)))
    }

    func bodyLimit(of request: HTTPRequest) -> Int { 1_000 }
}

/// What clients must not be able to do, whether by mistake or on purpose.
@Suite struct RobustnessTests {
    private let time = ManualTime()

    /// Whatever a client has done to the listener, another one is served.
    private func withListener(_ body: (HTTPListener) async throws -> Void) async throws {
        let loop = EventLoopThread()
        let listener = try await HTTPListener.bind(
            on: loop,
            host: "127.0.0.1",
            port: 0,
            time: time,
            handler: SizeHandler()
        )
        try await body(listener)
        let other = try RawClient(listener.port)
        other.send("GET /other HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(other.receive(until: ";").hasSuffix("GET /other 0;"))
        listener.abort()
        await loop.shutdown()
    }

    /// The whole conversation with a client that sends `text`.
    private func answer(_ text: String, to listener: HTTPListener) throws -> String {
        let client = try RawClient(listener.port)
        client.send(text)
        return client.receive()
    }

    @Test(arguments: [
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /s HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\nGET /s HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x1\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\nContent-Length: 1\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;a\nb\r\na\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 9\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0x2\r\nab\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nab\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\nab\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n",
        "GET / HTTP/1.1\nHost: x\n\n",
        "GET / HTTP/1.1\r\nHost: x\nX-A: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\rX-A: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n X-A: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX-A : b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX(A): b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\u{0}c\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /\u{1} HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1 x\r\nHost: x\r\n\r\n",
        "GET / HTTPS/1.1\r\nHost: x\r\n\r\n",
        "NOSUCH / HTTP/1.1\r\nHost: x\r\n\r\n",
        "get / HTTP/1.1\r\nHost: x\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\u{3}",
    ])
    func whatCouldBeReadInTwoWays(_ text: String) async throws {
        try await withListener { listener in
            let answer = try answer(text, to: listener)
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(text.debugDescription): \(answer)")
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.ranges(of: "HTTP/1.1 ").count == 1)
        }
    }

    @Test(arguments: [
        "Transfer-Encoding: CHUNKED\r\n\r\n2;name=\"value\"\r\nab\r\n0;last\r\n\r\n",
        "Transfer-Encoding:\tchunked\r\n\r\n0000000000000002\r\nab\r\n0\r\nX-A: b\r\n\r\n",
        "Content-Length: 002 \r\n\r\nab",
    ])
    func whatCanBeReadInOneWayOnly(_ rest: String) async throws {
        try await withListener { listener in
            let client = try RawClient(listener.port)
            client.send("POST /a HTTP/1.1\r\nHost: x\r\n\(rest)GET /b HTTP/1.1\r\nHost: x\r\n\r\n")
            let answers = client.receive(until: "GET /b 0;")
            #expect(answers.contains("POST /a 2;") && answers.ranges(of: "HTTP/1.1 200 ").count == 2)
        }
    }

    @Test func blanksBehindValuesAreNoPartOfThem() async throws {
        try await withListener { listener in
            let client = try RawClient(listener.port)
            client.send("GET /a HTTP/1.1\r\nHost: x \r\nX-Told: b  c \t\r\n\r\n")
            #expect(client.receive(until: ";").hasSuffix("GET /a 0b  c;"))
        }
    }

    @Test func theHeadsLimits() async throws {
        try await withListener { listener in
            let long = String(repeating: "x", count: 100_000)
            let many = (0..<300).map { "X-\($0): y\r\n" }.joined()
            let heavy = (0..<10).map { "X-\($0): \(long.prefix(60_000))\r\n" }.joined()
            for head in [
                "/ HTTP/1.1\r\nHost: x\r\nX-Long: \(long)\r\n", "/ HTTP/1.1\r\nHost: x\r\n\(many)",
                "/ HTTP/1.1\r\nHost: x\r\n\(heavy)",
                "/\(long) HTTP/1.1\r\nHost: x\r\n",
            ] {
                let answer = try answer("GET \(head)\r\n", to: listener)
                #expect(answer.hasPrefix("HTTP/1.1 431 "))
            }
            // One that never ends.
            let client = try RawClient(listener.port)
            client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Long: ")
            for _ in 0..<10 { client.send(String(long.prefix(10_000))) }
            #expect(client.receive().hasPrefix("HTTP/1.1 431 "))
        }
    }

    @Test func trailersAreLimitedAsHeadersAre() async throws {
        try await withListener { listener in
            let long = String(repeating: "x", count: 100_000)
            let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
            do {
                let answer = try answer("\(head)X-Long: \(long)\r\n\r\n", to: listener)
                #expect(answer.hasPrefix("HTTP/1.1 431 "))
            }
        }
    }

    /// Who sends a body beyond the limit, and reads only then, is told nevertheless; what comes behind it is lost.
    @Test func bodiesBeyondTheLimitAreDropped() async throws {
        try await withListener { listener in
            let client = try RawClient(listener.port)
            client.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<100 { client.send("2710\r\n\(String(repeating: "x", count: 10_000))\r\n") }
            client.send("0\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n")
            let answers = client.receive()
            #expect(answers.hasPrefix("HTTP/1.1 413 ") && !answers.contains("GET /b"))
        }
    }

    @Test func whatIsRefusedWaitsItsTurn() async throws {
        try await withListener { listener in
            let answers = try answer(
                "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\nHost: x\n\n"
                    + "GET /c HTTP/1.1\r\nHost: x\r\n\r\n",
                to: listener
            )
            #expect(answers.contains("GET /a 0;HTTP/1.1 200") && answers.contains("GET /b 0;HTTP/1.1 400"))
            #expect(!answers.contains("GET /c"))
        }
    }

    @Test func otherProtocols() async throws {
        try await withListener { listener in
            let preface = try answer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", to: listener)
            #expect(preface.hasPrefix("HTTP/1.1 400 ") || preface.hasPrefix("HTTP/1.1 505 "))
            do {
                let answer = try answer("GET / HTTP/3.0\r\n\r\n", to: listener)
                #expect(answer.hasPrefix("HTTP/1.1 "))
            }
            // The request is served, and the connection does not go on in the protocol that was asked for.
            let upgrade = "GET /u HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n"
            let answers = try answer(upgrade + "GET /next HTTP/1.1\r\nHost: x\r\n\r\n", to: listener)
            #expect(answers.contains("Connection: close") && answers.hasSuffix("GET /u 0;"))
            do {
                let answer = try answer("CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n", to: listener)
                #expect(answer.hasSuffix("CONNECT a:1 0;"))
            }
        }
    }

    @Test func bytesThatAreNoText() async throws {
        try await withListener { listener in
            let client = try RawClient(listener.port)
            client.send(
                Array("GET /a HTTP/1.1\r\nHost: x\r\nX-A: ".utf8) + [0xFF, 0xC0, 0x80] + Array("\r\n\r\n".utf8)
            )
            #expect(client.receive(until: ";").hasSuffix("GET /a 0;"))
            let target = try RawClient(listener.port)
            target.send(Array("GET /".utf8) + [0xFF, 0xC0, 0x80] + Array(" HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
            #expect(target.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 "))
        }
    }

    @Test func targetsAreHandedOverAsTheyAre() async throws {
        try await withListener { listener in
            for target in ["/../../etc/passwd", "/%2e%2e/%00", "/a//b/./c", "ftp://other/x", "*"] {
                let method = target == "*" ? "OPTIONS" : "GET"
                let client = try RawClient(listener.port)
                client.send("\(method) \(target) HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(client.receive(until: ";").hasSuffix("\(method) \(target) 0;"))
            }
        }
    }

    // MARK: Slow clients

    @Test(arguments: [
        "GET /", "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n",
        "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nX-A",
    ])
    func aHeadThatDoesNotEnd(_ text: String) async throws {
        try await withListener { listener in
            let client = try RawClient(listener.port)
            // Two pieces, so that the second is seen to add nothing.
            client.send(text)
            if text.hasPrefix("GET /a") { _ = client.receive(until: ";") }
            client.send("a")
            await overdue()
            #expect(client.receive().hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test func aBodyThatDoesNotCome() async throws {
        try await withListener { listener in
            let client = try RawClient(listener.port)
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\na")
            await overdue()
            #expect(client.receive().hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test func idleConnectionsAreNotSlow() async throws {
        try await withListener { listener in
            let silent = try RawClient(listener.port)
            let served = try RawClient(listener.port)
            served.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(served.receive(until: ";").hasSuffix("GET /a 0;"))
            let slow = try RawClient(listener.port)
            slow.send("GET")
            await overdue()
            #expect(slow.receive().hasPrefix("HTTP/1.1 408 "))
            silent.send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n")
            served.send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(silent.receive(until: ";").hasSuffix("GET /b 0;"))
            #expect(served.receive(until: ";").hasSuffix("GET /b 0;"))
        }
    }

    /// Twenty seconds go by, one after the other, as the listener waits for each.
    private func overdue() async {
        for _ in 0..<20 {
            await time.waitForScheduled()
            time.advance(by: .seconds(1))
        }
    }

    @Test func whoDoesNotReadIsNotReadFrom() async throws {
        try await withListener { listener in
            let client = try RawClient(listener.port)
            let requests = Array(
                String(repeating: "GET /\(String(repeating: "x", count: 200)) HTTP/1.1\r\nHost: x\r\n\r\n", count: 300)
                    .utf8
            )
            // Without a limit this would go on as long as there is memory.
            var sent = 0
            var silence = 0
            while silence < 50 && sent < 200 << 20 {
                if let count = client.sendAtOnce(requests) {
                    (sent, silence) = (sent + count, 0)
                } else {
                    silence += 1
                    try await Task.sleep(for: .milliseconds(2))
                }
            }
            #expect(sent < 100 << 20)
        }
    }
}
