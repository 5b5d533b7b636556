import JSON
import Synchronization
import Time
import Wire

/// Answers for the provider.
final class BookProviderHandler: HTTPHandler {
    private struct State {
        var limit: RateLimit
        var answers: [Int: Int] = [:]
        var attempts: [Int: Int] = [:]
    }

    private let shelf: Shelf
    private let apiKey: String
    private let sendsETags: Bool
    private let troubles: Troubles
    private let time: any TimeSource
    private let state: Mutex<State>

    init(shelf: Shelf, apiKey: String, sendsETags: Bool, troubles: Troubles, limit: RateLimit, time: any TimeSource) {
        self.shelf = shelf
        self.apiKey = apiKey
        self.sendsETags = sendsETags
        self.troubles = troubles
        self.time = time
        state = Mutex(State(limit: limit))
    }

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        if request.path == "/v1/stats" { return respond(stats()) }
        let (response, delay) = answer(request)
        state.withLock { $0.answers[response.status, default: 0] += 1 }
        guard delay > .zero else { return respond(response) }
        time.schedule(after: delay) { respond(response) }
    }

    private func answer(_ request: HTTPRequest) -> (HTTPResponse, Duration) {
        guard request.path == "/v1/books" else { return (Self.error(404, "there is no such thing"), .zero) }
        guard request.method == "GET" else { return (Self.error(405, "only GET is answered"), .zero) }
        guard request.headers["X-Api-Key"] == apiKey else {
            return (Self.error(401, "the key is missing or wrong"), .zero)
        }
        let (isAllowed, retryAfter) = state.withLock { ($0.limit.allows(at: time.now), $0.limit.retryAfter) }
        guard isAllowed else {
            return (Self.error(429, "too many requests", ["Retry-After": "\(retryAfter)"]), .zero)
        }
        guard let (page, size) = Self.page(request.query) else {
            return (Self.error(400, "page is a number from 1, per_page one from 1 to 100"), .zero)
        }
        let attempt = state.withLock { state in
            defer { state.attempts[page, default: 0] += 1 }
            return state.attempts[page, default: 0]
        }
        let delay = troubles.delay(page: page, attempt: attempt)
        if troubles.isError(page: page, attempt: attempt) { return (Self.error(500, "something went wrong"), delay) }
        guard let body = shelf.page(page, size: size) else { return (Self.error(404, "there is no such page"), delay) }
        return (content(body.bytes, request), delay)
    }

    private func content(_ body: [UInt8], _ request: HTTPRequest) -> HTTPResponse {
        guard sendsETags else { return HTTPResponse(headers: ["Content-Type": "application/json"], body: body) }
        let hash = body.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        let etag = "\"\(String(hash, radix: 16))\""
        if request.headers["If-None-Match"] == etag { return HTTPResponse(status: 304, headers: ["ETag": etag]) }
        return HTTPResponse(headers: ["Content-Type": "application/json", "ETag": etag], body: body)
    }

    /// How often it answered with each status.
    private func stats() -> HTTPResponse {
        let answers = state.withLock { $0.answers }.sorted { $0.key < $1.key }
        let members = answers.map { (String($0.key), JSON($0.value)) }
        return HTTPResponse(json: JSON.object(JSON.Object(members)).text)
    }

    private static func error(_ status: Int, _ message: String, _ headers: HTTPHeaders = [:]) -> HTTPResponse {
        let body: JSON = ["error": .string(message)]
        return HTTPResponse(status: status, headers: headers, json: body.text)
    }

    private static func page(_ query: Substring) -> (number: Int, size: Int)? {
        var values = ["page": 1, "per_page": 50]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let value = Int(parts[1]), values[String(parts[0])] != nil else { return nil }
            values[String(parts[0])] = value
        }
        guard let page = values["page"], let size = values["per_page"], (1...1_000_000).contains(page),
            (1...100).contains(size)
        else { return nil }
        return (page, size)
    }
}
