import CurlHTTP
import SocketServer
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

    @Test func anAnswerBeforeTheBodyIsSent() throws {
        let server = SocketServer(answersHeads: true) { _ in .init(413, headers: [("Connection", "close")]) }
        defer { server.close() }
        let connection = RuntimeConnection(to: server.url)
        let response = try connection.exchange(request("/", [UInt8](repeating: 7, count: 64_000_000)))
        #expect(response.status == 413)
    }
}
