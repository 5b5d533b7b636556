import CurlHTTP
import SocketServer
import Testing

@Suite struct CurlConnectionTests {
    @Test func getAndPostInTurnsOnOneConnection() throws {
        let server = SocketServer { .init($0.method == "GET" ? 200 : 202, $0.text) }
        defer { server.close() }
        let connection = try CurlConnection()
        let none = CurlHeaderList([])
        let large = [UInt8](repeating: 7, count: 6_000_000)
        for body in [[], [0, 1, 2], large, []] {
            #expect(try connection.get("\(server.url)/next", headers: none).status == 200)
            let posted = try connection.post("\(server.url)/out", headers: none, body: body)
            #expect(posted.status == 202 && posted.body.count == body.count)
        }
        let requests = server.requests
        #expect(requests.count == 8 && requests.allSatisfy { $0.connection == 0 })
        #expect(requests.allSatisfy { $0.headers["expect"] == nil && $0.headers["transfer-encoding"] == nil })
        #expect(requests.map(\.body.count) == [0, 0, 0, 3, 0, 6_000_000, 0, 0])
    }

    @Test func headersAreFoundWhateverTheirCase() throws {
        let server = SocketServer { _ in .init(200, headers: [("LAMBDA-Runtime-X", "\ta b\t"), ("Empty", "")]) }
        defer { server.close() }
        let response = try CurlConnection().get(server.url, headers: CurlHeaderList([]))
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
