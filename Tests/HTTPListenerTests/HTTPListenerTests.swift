import Dispatch
import HTTPListener
import Synchronization
import Testing
import Time
import Wire

#if canImport(Glibc)
    import Glibc
#endif

/// Says back what it was asked; holds answers to `/later` until a request to `/release`.
private final class EchoHandler: HTTPHandler {
    private struct Held {
        var answers: [HTTPResponder] = []
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let held = Mutex(Held())

    /// Returns when a request to `/later` waits.
    func waitForHeld() async {
        await withCheckedContinuation { continuation in
            held.withLock { if $0.answers.isEmpty { $0.waiter = continuation } else { continuation.resume() } }
        }
    }

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        switch request.path {
        case "/later":
            held.withLock {
                $0.answers.append(respond)
                $0.waiter?.resume()
                $0.waiter = nil
            }
        case "/patient":
            var response = HTTPResponse(status: 204)
            response.mayWaitForNext = true
            respond(response)
        case "/release":
            respond(HTTPResponse(status: 204))
            for respond in held.withLock({ $0.answers }) { respond(HTTPResponse(json: "\"late\"")) }
        case "/host": respond(HTTPResponse(json: "\(request.headers["Host"] ?? "")\(request.target)"))
        default:
            let text = "\(request.method) \(request.target) \(request.body.count)"
            respond(HTTPResponse(headers: ["X-Bad": "a\r\nb"], body: Array(text.utf8)))
            respond(HTTPResponse(status: 500))
        }
    }

    func bodyLimit(of request: HTTPRequest) -> Int { 1_000 }
}

/// Blocking work on a thread of its own: tests of many suites share few.
private struct Background: Sendable {
    private let result = AsyncStream<String>.makeStream()

    init(_ work: @escaping @Sendable () -> String) {
        let continuation = result.continuation
        DispatchQueue.global().async { continuation.yield(work()) }
    }

    var value: String {
        get async { await result.stream.first { _ in true } ?? "" }
    }
}

@Suite struct HTTPListenerTests {
    private let handler = EchoHandler()

    private func withListener(
        limits: ListenerLimits = ListenerLimits(),
        _ body: (HTTPListener) async throws -> Void
    ) async throws {
        let loop = EventLoopThread()
        let listener = try await HTTPListener.bind(
            on: loop,
            host: "127.0.0.1",
            port: 0,
            time: ManualTime(),
            limits: limits,
            handler: handler
        )
        try await body(listener)
        listener.abort()
        await loop.shutdown()
    }

    /// Sends `text` and returns all that comes back until the server closes or `marker` has been seen `count` times.
    private func exchange(
        _ port: Int,
        _ text: String,
        thenShutdown: Bool = false,
        until marker: String,
        count: Int = 1
    ) -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return "not connected" }
        _ = Array(text.utf8).withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if thenShutdown { shutdown(descriptor, Int32(SHUT_WR)) }
        var received = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while received.components(of: marker) < count {
            let read = recv(descriptor, &buffer, buffer.count, 0)
            if read <= 0 { break }
            received += String(decoding: buffer[..<read], as: UTF8.self)
        }
        return received
    }

    @Test func answersPipelinedRequestsInOrderAndOnce() async throws {
        try await withListener { listener in
            let text = exchange(
                listener.port,
                "GET /a?b=%20 HTTP/1.1\r\nHost: x\r\n\r\nPOST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi",
                until: "POST /c 2"
            )
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\nX-Bad: a  b\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\n"))
            #expect(text.contains("Content-Length: 14\r\nConnection: keep-alive\r\n\r\nGET /a?b=%20 0HTTP/1.1 200"))
            #expect(text.hasSuffix("POST /c 2"))
            #expect(!text.contains("500"))
        }
    }

    @Test(arguments: [
        ("http://other:1/host?a=/b", "other:1/host?a=/b"), ("HTTPS://other/host", "other/host"), ("/host", "x/host"),
    ])
    func anAbsoluteTargetNamesTheHost(_ target: String, _ seen: String) async throws {
        try await withListener { listener in
            let text = exchange(listener.port, "GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n", until: seen)
            #expect(text.hasSuffix("\r\n\r\n\(seen)"))
        }
    }

    @Test func closesWhenAskedTo() async throws {
        try await withListener { listener in
            let text = exchange(
                listener.port,
                "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                until: "never"
            )
            #expect(text.contains("Content-Length: 8\r\nConnection: close\r\n\r\n"))
            #expect(!text.contains("HEAD /"))
        }
    }

    @Test(arguments: [
        "Content-Length: 5000\r\nExpect: 100-continue\r\n\r\n", "Content-Length: 1000000000000\r\n\r\nx",
        "Transfer-Encoding: chunked\r\n\r\n7d0\r\n\(String(repeating: "x", count: 1_001))",
    ])
    func refusesTooLongBodiesWithoutWaitingForThem(_ rest: String) async throws {
        try await withListener { listener in
            let text = exchange(listener.port, "POST / HTTP/1.1\r\nHost: x\r\n\(rest)", until: "never")
            #expect(text.hasPrefix("HTTP/1.1 413 ") && text.contains("Connection: close\r\n"))
        }
    }

    @Test func readsTooLongBodiesOfItsOwnProcesses() async throws {
        try await withListener(limits: .ownProcesses) { listener in
            let body = String(repeating: "x", count: 5_000)
            let text = exchange(
                listener.port,
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n\(body)GET /next HTTP/1.1\r\nHost: x\r\n\r\n",
                until: "GET /next"
            )
            #expect(text.hasPrefix("HTTP/1.1 413 "))
            #expect(text.hasSuffix("GET /next 0"))
        }
    }

    @Test func holdsPipelinedRequestsBackUntilTheFirstIsAnswered() async throws {
        try await withListener { listener in
            let late = Background {
                exchange(
                    listener.port,
                    "GET /later HTTP/1.1\r\nHost: x\r\n\r\nGET /next HTTP/1.1\r\nHost: x\r\n\r\n",
                    until: "GET /next"
                )
            }
            await handler.waitForHeld()
            _ = exchange(listener.port, "GET /release HTTP/1.1\r\nHost: x\r\n\r\n", until: "\r\n\r\n")
            let text = await late.value
            #expect(text.contains("\"late\"HTTP/1.1 200 OK"))
            #expect(text.hasSuffix("GET /next 0"))
        }
    }

    @Test func anAnswerThatMayWaitGoesWithTheNextOne() async throws {
        try await withListener { listener in
            let patient = "GET /patient HTTP/1.1\r\nHost: x\r\n\r\n"
            // All that comes in the piece that holds the first answer.
            let both = Background {
                exchange(listener.port, "\(patient)GET /later HTTP/1.1\r\nHost: x\r\n\r\n", until: "HTTP/1.1 204")
            }
            await handler.waitForHeld()
            for rest in ["", "GET /", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"] {
                #expect(exchange(listener.port, patient + rest, until: "HTTP/1.1 204").hasPrefix("HTTP/1.1 204"))
            }
            _ = exchange(listener.port, "GET /release HTTP/1.1\r\nHost: x\r\n\r\n", until: "\r\n\r\n")
            #expect(await both.value.hasSuffix("\"late\""))
        }
    }

    @Test func theLastAnswersGoOutBeforeTheConnectionCloses() async throws {
        try await withListener { listener in
            let text = exchange(
                listener.port,
                "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\nno\r\n\r\n",
                until: "never"
            )
            #expect(text.contains("GET /a 0HTTP/1.1 200") && text.contains("GET /b 0HTTP/1.1 400"))
            let half = exchange(listener.port, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n", thenShutdown: true, until: "never")
            #expect(half.hasSuffix("GET /a 0"))
        }
    }

    @Test func meetsExpectations() async throws {
        try await withListener { listener in
            let text = exchange(
                listener.port,
                "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
                until: "POST /"
            )
            #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"))
            let old = exchange(
                listener.port,
                "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
                until: "POST /"
            )
            #expect(old.hasPrefix("HTTP/1.1 200 OK") || old.hasPrefix("HTTP/1.0 200 OK"))
        }
    }

    @Test func saysWhatHoldsAPort() async throws {
        try await withListener { listener in
            let loop = EventLoopThread()
            await #expect {
                _ = try await HTTPListener.bind(
                    on: loop,
                    host: "127.0.0.1",
                    port: listener.port,
                    time: ManualTime(),
                    handler: EchoHandler()
                )
            } throws: {
                "\($0)".contains("the port is taken: ") && "\($0)".contains("(process \(getpid()))")
            }
            await loop.shutdown()
        }
    }

    @Test func refusesWhatIsNotHTTP() async throws {
        try await withListener { listener in
            let text = exchange(listener.port, "NOT HTTP AT ALL\r\n\r\n", until: "never")
            #expect(text.hasPrefix("HTTP/1.1 400 Bad Request"))
        }
    }
}

extension String {
    fileprivate func components(of marker: String) -> Int { ranges(of: marker).count }
}
