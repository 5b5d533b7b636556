import SocketServer
import Testing

@testable import CurlHTTP

@Suite struct CurlConnectionTests {
    private let request = Array("GET /a HTTP/1.1\r\nHost: x\r\n\r\n".utf8)

    /// Receives until the text ends with `end`.
    private func receive(_ connection: CurlConnection, until end: String) throws -> String {
        var bytes: [UInt8] = []
        while !bytes.reversed().starts(with: end.utf8.reversed()) {
            guard try connection.receive(into: &bytes) > 0 else { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func bytesGoOutAndComeIn() throws {
        let server = SocketServer { .init(200, "\($0.path) \($0.body.count).") }
        defer { server.close() }
        let connection = try CurlConnection(to: server.url)
        for _ in 0..<2 {
            try connection.send(request)
            #expect(try receive(connection, until: ".").hasSuffix("\r\n\r\n/a 0."))
        }
        try connection.send(Array("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 6000000\r\n\r\n".utf8))
        try connection.send([UInt8](repeating: 7, count: 6_000_000))
        #expect(try receive(connection, until: ".").hasSuffix("/b 6000000."))
        #expect(server.requests.map(\.connection) == [0, 0, 0])
    }

    @Test func whatTheServerSendsIsAppended() throws {
        let server = SocketServer { _ in .init(200, String(repeating: "x", count: 100_000) + ".") }
        defer { server.close() }
        let connection = try CurlConnection(to: server.url)
        try connection.send(request)
        #expect(
            try receive(connection, until: ".").hasSuffix("\r\n\r\n" + String(repeating: "x", count: 100_000) + ".")
        )
    }

    @Test func theServerCloses() throws {
        let server = SocketServer { _ in nil }
        defer { server.close() }
        let connection = try CurlConnection(to: server.url)
        try connection.send(request)
        var bytes: [UInt8] = []
        #expect(try connection.receive(into: &bytes) == 0)
        #expect(bytes.isEmpty)
    }

    @Test func aDeadlineThatPassesCostsNothingThatCame() throws {
        let gate = Gate()
        let server = SocketServer { _ in
            gate.wait()
            return .init(200, "late.")
        }
        defer { server.close() }
        let connection = try CurlConnection(to: server.url)
        try connection.send(request, deadline: .now + .seconds(10))
        var bytes: [UInt8] = []
        let error = #expect(throws: CurlError.self) {
            try connection.receive(into: &bytes, deadline: .now + .milliseconds(5))
        }
        #expect(error?.isTimeout == true && bytes.isEmpty)
        gate.open()
        #expect(try receive(connection, until: ".").hasSuffix("late."))
    }

    @Test func aFullConnectionHasDeadlines() throws {
        let gate = Gate()
        let server = SocketServer { _ in
            gate.wait()
            return nil
        }
        defer { server.close() }
        let connection = try CurlConnection(to: server.url)
        try connection.send(request)
        let error = #expect(throws: CurlError.self) {
            try connection.send([UInt8](repeating: 0, count: 64_000_000), deadline: .now + .milliseconds(20))
        }
        #expect(error?.isTimeout == true)
        gate.open()
    }

    @Test func nothingGoesThroughAClosedConnection() throws {
        let server = SocketServer { _ in .init(200) }
        defer { server.close() }
        let connection = try CurlConnection(to: server.url)
        connection.close()
        connection.close()
        var bytes: [UInt8] = []
        #expect(throws: CurlError.self) { try connection.send([1]) }
        #expect(throws: CurlError.self) { try connection.receive(into: &bytes) }
    }

    @Test func nobodyListens() {
        let server = SocketServer { _ in nil }
        server.close()
        let error = #expect(throws: CurlError.self) { try CurlConnection(to: server.url) }
        #expect(error?.isConnectFailure == true && error?.reason.contains("\(server.port)") == true)
    }

    @Test(arguments: ["http://a b:1", "", "redis://127.0.0.1:1"])
    func aURLThatIsNone(_ url: String) {
        #expect(throws: CurlError.self) { try CurlConnection(to: url) }
    }

    /// The server answers in plain text where a handshake is awaited.
    @Test func encryptionIsTried() {
        let server = SocketServer { _ in .init(200) }
        defer { server.close() }
        let url = "https://\(server.address)"
        let error = #expect(throws: CurlError.self) { try CurlConnection(to: url, timeout: .milliseconds(200)) }
        #expect(error?.isConnectFailure == true || error?.isTimeout == true)
    }

    @Test(arguments: [
        ("http://127.0.0.1:9001", "127.0.0.1", 9001), ("http://localhost", "localhost", 80),
        ("http://[::1]:1/", "::1", 1), ("http://[::1]", "::1", 80),
    ])
    func wherePlainConnectionsGo(_ url: String, _ host: String, _ port: UInt16) throws {
        let address = try #require(TCPAddress(url: url))
        #expect(address.host == host && address.port == port)
    }

    @Test(arguments: [
        "https://a:1", "http://", "http://:1", "http://a:", "http://a:65536", "http://a:-1", "http://a/b", "http://u@a",
    ])
    func whatIsNoPlainAddress(_ url: String) { #expect(TCPAddress(url: url) == nil) }

    @Test func aNameIsLookedUp() throws {
        let server = SocketServer { _ in .init(200, "here.") }
        defer { server.close() }
        // IPv6 has the name too on most machines: nobody listens there, and the next address is tried.
        let connection = try CurlConnection(to: "http://localhost:\(server.port)")
        try connection.send(request)
        #expect(try receive(connection, until: ".").hasSuffix("here."))
        let error = #expect(throws: CurlError.self) { try CurlConnection(to: "http://no-such-host.invalid:1") }
        #expect(error?.isConnectFailure == true)
    }
}
