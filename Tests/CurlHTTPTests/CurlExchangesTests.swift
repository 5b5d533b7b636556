import CurlHTTP
import SocketServer
import Testing

@Suite struct CurlExchangesTests {
    @Test func getAndPostInTurnsOnOneConnection() throws {
        let server = SocketServer { .init($0.method == "GET" ? 200 : 202, $0.text) }
        defer { server.close() }
        let connection = try CurlExchanges(to: server.url)
        let none = CurlHeaderList([])
        let large = [UInt8](repeating: 7, count: 6_000_000)
        for body in [[], [0, 1, 2], large, []] {
            #expect(try connection.get("/next", headers: none).status == 200)
            let posted = try connection.post("/out", headers: none, body: body)
            #expect(posted.status == 202 && posted.body.count == body.count)
        }
        let requests = server.requests
        #expect(requests.count == 8 && requests.allSatisfy { $0.connection == 0 })
        #expect(requests.allSatisfy { $0.headers["expect"] == nil && $0.headers["transfer-encoding"] == nil })
        #expect(requests.map(\.body.count) == [0, 0, 0, 3, 0, 6_000_000, 0, 0])
    }

    @Test func secondTryGoesToTheSamePath() throws {
        let server = SocketServer { $0.connection == 0 && $0.method == "POST" ? nil : .init(200, $0.text) }
        defer { server.close() }
        let connection = try CurlExchanges(to: server.url)
        let none = CurlHeaderList([])
        #expect(try connection.get("/first", headers: none).status == 200)
        #expect(try connection.post("/second", headers: none, body: [1]).status == 200)
        #expect(try connection.get("/third", headers: none).status == 200)
        let requests = server.requests
        #expect(requests.map(\.path) == ["/first", "/second", "/second", "/third"])
        #expect(requests.map(\.connection) == [0, 0, 1, 1] && requests[2].body == [1])
    }

    @Test func anOriginThatIsNone() {
        #expect(throws: CurlError.self) { try CurlExchanges(to: "http://a b:1") }
    }

    @Test func headersAreFoundWhateverTheirCase() throws {
        let server = SocketServer { _ in .init(200, headers: [("LAMBDA-Runtime-X", "\ta b\t"), ("Empty", "")]) }
        defer { server.close() }
        let response = try CurlExchanges(to: server.url).get("/", headers: CurlHeaderList([]))
        #expect(response.headers["lambda-runtime-x"] == "a b" && response.headers["empty"] == "")
        #expect(response.headers["lambda-runtime"] == nil)
    }

    @Test func uploadThatTheServerDoesNotWant() throws {
        let server = SocketServer { _ in nil }
        defer { server.close() }
        let upload = try CurlUpload(server.url, headers: CurlHeaderList([("Transfer-Encoding", "chunked")]))
        try upload.send([1, 2, 3])
        #expect(throws: CurlError.self) { try upload.finish() }
    }
}
