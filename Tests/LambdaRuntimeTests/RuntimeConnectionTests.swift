import CurlHTTP
import SocketServer
import Synchronization
import Testing

@testable import LambdaRuntime

@Suite struct RuntimeConnectionTests {
    private func request(_ path: String, _ body: [UInt8] = []) -> [UInt8] {
        Array("POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body
    }

    @Test func oneConnectionForAll() throws {
        let server = SocketServer { .init(200, $0.text) }
        defer { server.close() }
        let connection = RuntimeConnection(to: server.url)
        for count in [0, 3, 6_000_000, 0] {
            let response = try connection.exchange(request("/", [UInt8](repeating: 7, count: count)))
            #expect(response.status == 200 && response.body.count == count)
        }
        #expect(server.requests.map(\.connection) == [0, 0, 0, 0])
    }

    @Test func aConnectionThatWasClosedMeanwhileIsMadeAnew() throws {
        let server = SocketServer { $0.connection == 0 && $0.path == "/second" ? nil : .init(200, $0.text) }
        defer { server.close() }
        let connection = RuntimeConnection(to: server.url)
        for path in ["/first", "/second", "/third"] {
            #expect(try connection.exchange(request(path, [1])).status == 200)
        }
        #expect(server.requests.map(\.path) == ["/first", "/second", "/second", "/third"])
        #expect(server.requests.map(\.connection) == [0, 0, 1, 1])
    }

    @Test func aServerThatAnnouncesTheEndIsTakenAtItsWord() throws {
        let server = SocketServer { _ in .init(200, headers: [("Connection", "close")]) }
        defer { server.close() }
        let connection = RuntimeConnection(to: server.url)
        for _ in 0..<2 { _ = try connection.exchange(request("/")) }
        #expect(server.requests.map(\.connection) == [0, 1])
    }

    @Test func aNewConnectionThatBringsNothingIsNotTriedAgain() {
        let server = SocketServer { _ in nil }
        defer { server.close() }
        let error = #expect(throws: LambdaRuntimeError.self) {
            try RuntimeConnection(to: server.url).exchange(request("/"))
        }
        #expect(error?.code == .connectionLost && server.requests.count == 1)
    }

    /// The answers to `/first` and `/second`, sent at once on a connection that has been used once.
    private func pair(_ connection: RuntimeConnection) throws -> [Int] {
        let (first, second) = (request("/first", [1]), request("/second", [2]))
        let answers = try connection.exchange(first + second, firstCount: first.count)
        return [answers.0.status, answers.1.status]
    }

    @Test func twoRequestsAtOnce() throws {
        let server = SocketServer { .init($0.path == "/first" ? 202 : 200, $0.text) }
        defer { server.close() }
        let connection = RuntimeConnection(to: server.url)
        for _ in 0..<3 { #expect(try pair(connection) == [202, 200]) }
        #expect(server.requests.map(\.path) == Array(repeating: ["/first", "/second"], count: 3).flatMap(\.self))
        #expect(server.requests.allSatisfy { $0.connection == 0 && $0.body.count == 1 })
    }

    /// The server closes on connection 0 in place of, or behind, the answer to `path`.
    @Test(arguments: [
        ("/first", false, ["/", "/first", "/first", "/second"], [0, 0, 1, 1]),
        ("/first", true, ["/", "/first", "/second"], [0, 0, 1]),
        ("/second", false, ["/", "/first", "/second", "/second"], [0, 0, 0, 1]),
        ("/second", true, ["/", "/first", "/second"], [0, 0, 0]),
    ])
    func whatAClosedConnectionLeftUnansweredIsSentAgain(
        _ path: String,
        _ isAnswered: Bool,
        _ paths: [String],
        _ connections: [Int]
    ) throws {
        let server = SocketServer { request in
            guard request.connection == 0, request.path == path else { return .init(200) }
            return isAnswered ? .init(200, headers: [("Connection", "close")]) : nil
        }
        defer { server.close() }
        let connection = RuntimeConnection(to: server.url)
        _ = try connection.exchange(request("/"))
        #expect(try pair(connection) == [200, 200])
        #expect(server.requests.map(\.path) == paths && server.requests.map(\.connection) == connections)
    }

    @Test func aServerThatLooksAtTheSecondTooEarly() throws {
        let refusals = Mutex(1)
        let server = SocketServer { request in
            guard request.path == "/second" else { return .init(202) }
            return .init(
                refusals.withLock { left in
                    defer { left -= 1 }
                    return left > 0 ? 403 : 200
                }
            )
        }
        defer { server.close() }
        let connection = RuntimeConnection(to: server.url)
        _ = try connection.exchange(request("/"))
        for _ in 0..<2 { #expect(try pair(connection) == [202, 200]) }
        let paths = ["/", "/first", "/second", "/second", "/first", "/second"]
        #expect(server.requests.map(\.path) == paths && server.requests.allSatisfy { $0.connection == 0 })
    }

    @Test func anAnswerBeforeTheBodyIsSent() throws {
        let server = SocketServer(answersHeads: true) { _ in .init(413, headers: [("Connection", "close")]) }
        defer { server.close() }
        let connection = RuntimeConnection(to: server.url)
        let response = try connection.exchange(request("/", [UInt8](repeating: 7, count: 64_000_000)))
        #expect(response.status == 413)
    }
}
