import HTTPListener
import Synchronization
import Testing
import Time
import Wire

/// Answers `GET` with the stream it was given, and takes the bodies of `POST` piece by piece.
private final class StreamHandler: HTTPHandler {
    let stream: HTTPBodyStream
    let received = Mutex<Received?>(nil)

    init(_ stream: HTTPBodyStream) { self.stream = stream }

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        if request.target == "/plain" { return respond(HTTPResponse(body: Array("plain".utf8))) }
        var response = HTTPResponse(headers: ["Content-Type": "text/plain"])
        if request.path == "/sized" { response.contentLength = Int(request.query) }
        if request.method == "HEAD", request.path == "/sized" { return respond(response) }
        response.stream = stream
        respond(response)
    }

    func bodyReceiver(
        of request: HTTPRequest,
        demand: @escaping @Sendable (Bool) -> Void
    ) -> (any HTTPBodyReceiver)? {
        guard request.method == "POST" else { return nil }
        let receiver = Received(demand)
        received.withLock { $0 = receiver }
        return receiver
    }
}

/// Tells what came when it is over.
private final class Received: HTTPBodyReceiver, Sendable {
    let demand: @Sendable (Bool) -> Void
    private let bytes = Mutex(0)
    let isCutOff = AsyncStream<Int>.makeStream()

    init(_ demand: @escaping @Sendable (Bool) -> Void) { self.demand = demand }

    var count: Int { bytes.withLock { $0 } }

    func receive(_ piece: [UInt8]) { bytes.withLock { $0 += piece.count } }

    func end(trailers: HTTPHeaders, respond: @escaping HTTPResponder) {
        respond(HTTPResponse(body: Array("\(count) \(trailers["X-End"] ?? "");".utf8)))
    }

    func cutOff() { isCutOff.continuation.yield(count) }
}

/// What a stream asks of its producer.
private final class Demands: Sendable {
    private let stream = AsyncStream<Bool>.makeStream()
    private let last = Mutex(false)

    var isWanted: Bool { last.withLock { $0 } }

    @Sendable func tell(_ isWanted: Bool) {
        last.withLock { $0 = isWanted }
        stream.continuation.yield(isWanted)
    }

    func next(_ wanted: Bool) async { _ = await stream.stream.first { $0 == wanted } }
}

@Suite(.timeLimit(.minutes(10))) struct StreamingTests {
    private let demands = Demands()

    private func withListener(_ body: (HTTPListener, StreamHandler) async throws -> Void) async throws {
        let loop = EventLoopThread()
        let handler = StreamHandler(HTTPBodyStream(onDemand: demands.tell))
        let listener = try await HTTPListener.bind(
            on: loop,
            host: "127.0.0.1",
            port: 0,
            time: ManualTime(),
            handler: handler
        )
        try await body(listener, handler)
        listener.abort()
        await loop.shutdown()
    }

    @Test func piecesGoOutAsTheyCome() async throws {
        try await withListener { listener, handler in
            let client = try RawClient(listener.port)
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /plain HTTP/1.1\r\nHost: x\r\n\r\n")
            let head = client.receive(until: "\r\n\r\n")
            #expect(head.contains("Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n"))
            #expect(!head.contains("Content-Length"))
            await demands.next(true)
            handler.stream.send(Array("first".utf8))
            #expect(client.receive(until: "first\r\n") == "5\r\nfirst\r\n")
            handler.stream.send([])
            handler.stream.send(Array("second".utf8))
            handler.stream.finish(.complete)
            handler.stream.send(Array("late".utf8))
            let rest = client.receive(until: "plain")
            #expect(rest.hasPrefix("6\r\nsecond\r\n0\r\n\r\nHTTP/1.1 200 OK"))
        }
    }

    @Test func aBrokenStreamEndsTheConnection() async throws {
        try await withListener { listener, handler in
            let client = try RawClient(listener.port)
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = client.receive(until: "\r\n\r\n")
            handler.stream.send(Array("half".utf8))
            handler.stream.finish(.broken)
            #expect(client.receive() == "4\r\nhalf\r\n")
        }
    }

    @Test func oldClientsGetABodyWithoutChunks() async throws {
        try await withListener { listener, handler in
            handler.stream.send(Array("whole".utf8))
            handler.stream.finish(.complete)
            let client = try RawClient(listener.port)
            client.send("GET / HTTP/1.0\r\n\r\n")
            let answer = client.receive()
            #expect(answer.hasSuffix("Connection: close\r\n\r\nwhole") && !answer.contains("chunked"))
        }
    }

    @Test func aBodyOfKnownLengthNeedsNoChunks() async throws {
        try await withListener { listener, handler in
            handler.stream.send(Array("who".utf8))
            handler.stream.send(Array("le".utf8))
            handler.stream.finish(.complete)
            let client = try RawClient(listener.port)
            client.send("GET /sized?5 HTTP/1.1\r\nHost: x\r\n\r\nHEAD /sized?12345 HTTP/1.1\r\nHost: x\r\n\r\n")
            client.send("GET /plain HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let answer = client.receive()
            #expect(answer.contains("Content-Length: 5\r\nConnection: keep-alive\r\n\r\nwholeHTTP/1.1 200"))
            #expect(answer.contains("Content-Length: 12345\r\nConnection: keep-alive\r\n\r\nHTTP/1.1 200"))
            #expect(!answer.contains("chunked"))
        }
    }

    @Test func whoAsksForTheHeadGetsTheHead() async throws {
        try await withListener { listener, handler in
            handler.stream.send(Array("body".utf8))
            handler.stream.finish(.complete)
            let client = try RawClient(listener.port)
            client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET /plain HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = client.receive(until: "plain")
            #expect(answer.contains("Transfer-Encoding: chunked") && !answer.contains("body"))
        }
    }

    @Test func aSlowClientSlowsTheProducer() async throws {
        try await withListener { listener, handler in
            let client = try RawClient(listener.port)
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            await demands.next(true)
            let piece = [UInt8](repeating: 0x61, count: 1 << 20)
            for _ in 0..<64 { handler.stream.send(piece) }
            await demands.next(false)
            #expect(client.drain(64 << 20) >= 64 << 20)
            await demands.next(true)
            handler.stream.finish(.complete)
        }
    }

    @Test func theProducerHearsThatNobodyIsThere() async throws {
        try await withListener { listener, handler in
            do {
                let client = try RawClient(listener.port)
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                _ = client.receive(until: "\r\n\r\n")
                await demands.next(true)
            }
            // What is sent goes nowhere until that is known, and is asked for nevertheless when it is.
            let piece = [UInt8](repeating: 0x61, count: 1 << 20)
            for _ in 0..<64 { handler.stream.send(piece) }
            while !demands.isWanted { try await Task.sleep(for: .milliseconds(2)) }
            handler.stream.finish(.complete)
        }
    }

    @Test func bodiesArePassedOnAsTheyCome() async throws {
        try await withListener { listener, handler in
            let client = try RawClient(listener.port)
            client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
            client.send("2\r\nde\r\n0\r\nX-End: yes\r\n\r\n")
            #expect(client.receive(until: ";").hasSuffix("5 yes;"))
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx")
            #expect(client.receive(until: ";").hasSuffix("1 ;"))
        }
    }

    @Test func aBodyIsReadNoFasterThanItIsWanted() async throws {
        try await withListener { listener, handler in
            let client = try RawClient(listener.port)
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500000000\r\n\r\n")
            let receiver = try await {
                while true {
                    if let receiver = handler.received.withLock({ $0 }) { return receiver }
                    try await Task.sleep(for: .milliseconds(2))
                }
            }()
            receiver.demand(false)
            let piece = [UInt8](repeating: 0x61, count: 1 << 20)
            var silence = 0
            var sent = 0
            while silence < 50 {
                if let count = client.sendAtOnce(piece) {
                    (sent, silence) = (sent + count, 0)
                } else {
                    silence += 1
                    try await Task.sleep(for: .milliseconds(2))
                }
            }
            #expect(sent < 100_000_000)
            receiver.demand(true)
            client.finishSending()
            for await count in receiver.isCutOff.stream {
                #expect(count == sent)
                break
            }
        }
    }
}
