import CurlHTTP
import SocketServer
import Synchronization
import Testing

@Suite struct CurlClientTests {
    private func get(_ url: String) -> CurlRequest {
        CurlRequest(method: "GET", url: url, headers: CurlHeaderList([("X-A", "b")]))
    }

    @Test func sendsAndReceives() async throws {
        let server = SocketServer { .init(201, headers: [("X-Reply", " yes ")], $0.method + $0.text) }
        defer { server.close() }
        let client = CurlClient()
        let got = try await client.send(get("\(server.url)/a?b=c"))
        #expect(got.status == 201 && got.body == Array("GET".utf8) && got.headers["x-reply"] == "yes")
        #expect(got.headers["x-other"] == nil)
        for (method, body) in [("PUT", "text"), ("POST", ""), ("DELETE", "x")] {
            var request = get("\(server.url)/")
            (request.method, request.body) = (method, Array(body.utf8))
            #expect(try await client.send(request).body == Array("\(method)\(body)".utf8))
        }
        _ = try await client.send(get(server.url))
        let requests = server.requests
        #expect(requests[0].path == "/a?b=c" && requests[0].headers["x-a"] == "b" && requests[4].method == "GET")
        #expect(requests.allSatisfy { $0.connection == 0 && $0.headers["expect"] == nil })
    }

    @Test func breaksOffWhatIsTooLong() async throws {
        let server = SocketServer { .init(200, String(repeating: "x", count: $0.path == "/long" ? 300_000 : 1_000)) }
        defer { server.close() }
        let client = CurlClient()
        var request = get("\(server.url)/long")
        request.bodyLimit = 1_000
        let error = await #expect(throws: CurlError.self) { try await client.send(request) }
        #expect(error?.isBodyTooLong == true)
        request.url = "\(server.url)/short"
        #expect(try await client.send(request).body.count == 1_000)
        #expect(try await client.send(get("\(server.url)/long")).body.count == 300_000)
    }

    @Test func manyAtOnceOverAFewConnections() async throws {
        let server = SocketServer { .init(200, $0.path) }
        defer { server.close() }
        let client = CurlClient()
        for _ in 0..<3 {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        try await client.send(get("\(server.url)/\(number)")).body == Array("/\(number)".utf8)
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
        }
        #expect(Set(server.requests.map(\.connection)).count <= 50)
    }

    @Test func aConnectionThatIsCutIsAnError() async {
        let server = SocketServer { _ in nil }
        defer { server.close() }
        await #expect(throws: CurlError.self) { try await CurlClient().send(get(server.url)) }
    }

    @Test func nobodyListens() async {
        let server = SocketServer { _ in nil }
        server.close()
        let error = await #expect(throws: CurlError.self) { try await CurlClient().send(get(server.url)) }
        #expect(error?.isConnectFailure == true)
    }

    @Test func anAnswerThatTakesTooLong() async {
        let gate = Gate()
        let server = SocketServer { _ in
            gate.wait()
            return nil
        }
        defer { server.close() }
        var request = get(server.url)
        request.timeout = .milliseconds(20)
        let impatient = request
        let error = await #expect(throws: CurlError.self) { try await CurlClient().send(impatient) }
        #expect(error?.isTimeout == true)
        gate.open()
    }

    @Test func aCancelledRequestEndsAtOnce() async throws {
        let gate = Gate()
        let arrived = AsyncStream<Void>.makeStream()
        let server = SocketServer { request in
            guard request.path == "/slow" else { return .init(200, "ok") }
            arrived.continuation.yield()
            gate.wait()
            return nil
        }
        defer { server.close() }
        let client = CurlClient()
        var slow = get("\(server.url)/slow")
        slow.timeout = .seconds(600)
        let task = Task { [slow] in try await client.send(slow) }
        for await _ in arrived.stream { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        gate.open()
        #expect(try await client.send(get("\(server.url)/fast")).status == 200)
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.send(get(server.url))
        }
        await #expect(throws: CancellationError.self) { try await early.value }
    }

    @Test func lineEndsInHeadersDoNotMakeNewOnes() async throws {
        let server = SocketServer { .init(200, $0.headers["x-a"] ?? "") }
        defer { server.close() }
        let headers = CurlHeaderList([("X-A", "b\r\nX-Evil: 1\u{0}c")])
        let request = CurlRequest(method: "GET", url: server.url, headers: headers)
        _ = try await CurlClient().send(request)
        #expect(server.requests[0].headers["x-evil"] == nil)
    }
}
