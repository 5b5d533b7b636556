import SocketServer
import Testing

@testable import BookImports

/// Pages over HTTP.
struct PageSourceTests {
    private func provider(_ server: SocketServer) -> Provider {
        Provider(name: "openshelf", baseURL: server.url, key: "the key", requestsPerSecond: 5, format: Openshelf.self)
    }

    @Test func sendsTheKeyAndTheCondition() async throws {
        let server = SocketServer { request in
            request.headers["if-none-match"] == "\"e\"" ? .init(304) : .init(200, headers: [("ETag", "\"e\"")], "{}")
        }
        defer { server.close() }
        let source = HTTPPageSource()
        let first = try await source.fetch(2, of: provider(server), knownAs: nil, now: 0)
        #expect(first == .page(Array("{}".utf8), etag: "\"e\""))
        #expect(try await source.fetch(2, of: provider(server), knownAs: "\"e\"", now: 0) == .unchanged)
        let request = try #require(server.requests.first)
        #expect(request.path == "/v1/books?page=2&per_page=50" && request.headers["x-api-key"] == "the key")
        #expect(request.headers["if-none-match"] == nil)
    }

    @Test func readsWhenToComeAgain() async throws {
        let server = SocketServer { _ in .init(429, headers: [("Retry-After", "7")]) }
        defer { server.close() }
        let page = try await HTTPPageSource().fetch(1, of: provider(server), knownAs: nil, now: 1_000)
        #expect(page == .limited(until: 8_000))
    }

    @Test func refusesPagesWithoutEnd() async throws {
        let server = SocketServer { _ in .init(200, String(repeating: "x", count: 400_000)) }
        defer { server.close() }
        let page = try await HTTPPageSource().fetch(1, of: provider(server), knownAs: nil, now: 0)
        #expect(page == .refused("the page has more than 300000 bytes"))
    }

    @Test func tellsThatNobodyAnswers() async throws {
        let server = SocketServer { _ in nil }
        defer { server.close() }
        guard case .failed(let reason) = try await HTTPPageSource().fetch(1, of: provider(server), knownAs: nil, now: 0)
        else { return #expect(Bool(false), "it must fail") }
        #expect(reason.hasPrefix("the provider did not answer: ") && !reason.contains("the key"))
    }
}
