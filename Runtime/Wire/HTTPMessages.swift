/// A whole HTTP request, body and all.
package struct HTTPRequest: Sendable {
    /// In upper case: `GET`, `POST`, …
    package var method: String
    /// The request target as it stood in the request line: path and query, still percent-encoded.
    package let target: String
    package var headers: HTTPHeaders
    package var body: [UInt8]
    /// The fields behind a chunked body.
    package var trailers: HTTPHeaders = [:]
    /// Runs an action once the listener has handed over all requests that came in with this one, on the same thread:
    /// what is dear for each of them can then be done for all of them together. Runs it at once unless a listener has
    /// set it.
    package var atEndOfTurn: @Sendable (@escaping @Sendable () -> Void) -> Void = { $0() }
    /// Runs an action when the client closes its side of the connection before it has its answer: nobody need wait for it
    /// any longer. Takes one action, and runs none unless a listener has set it.
    package var onDeparture: @Sendable (@escaping @Sendable () -> Void) -> Void = { _ in }
    /// The client's address without port, such as `127.0.0.1`.
    package var remoteAddress: String

    package init(
        method: String,
        target: String,
        headers: HTTPHeaders = [:],
        body: [UInt8] = [],
        remoteAddress: String = "127.0.0.1"
    ) {
        self.method = method
        self.target = target
        queryMark = target.firstIndex(ofASCII: UInt8(ascii: "?"))
        self.headers = headers
        self.body = body
        self.remoteAddress = remoteAddress
    }

    /// The target up to the `?`, still percent-encoded.
    package var path: Substring { target[..<(queryMark ?? target.endIndex)] }

    /// What follows the first `?`, still percent-encoded; empty without one.
    package var query: Substring { queryMark.map { target[$0...].dropFirst() } ?? "" }

    /// Looked for once: path and query are asked for again and again.
    private let queryMark: String.Index?
}

/// An HTTP response. The listener adds `Content-Length` or `Transfer-Encoding`, `Date` and `Connection`.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var headers: HTTPHeaders
    package var body: [UInt8]
    /// In place of `body`: goes out as it comes. The listener connects to it, and cancels it when the client goes away.
    package var stream: HTTPBodyStream?
    /// How many bytes the body has, where that is known and `body` does not hold them: those of a `stream`, and of what a
    /// HEAD request asks about. A stream must then bring exactly so many.
    package var contentLength: Int?
    /// It tells the client nothing that is urgent: when another request has come behind this one already, the two answers
    /// may be sent together, however long the other one takes.
    package var mayWaitForNext = false

    package init(status: Int = 200, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A body of JSON text.
    package init(status: Int = 200, headers: HTTPHeaders = [:], json: String) {
        self.init(status: status, headers: headers, body: Array(json.utf8))
        if self.headers["Content-Type"] == nil { self.headers.add("Content-Type", "application/json") }
    }
}

/// Answers one request. Must be called exactly once; may be called from any thread.
package typealias HTTPResponder = @Sendable (HTTPResponse) -> Void

/// What serves requests. `respond` may be called before `handle` returns or later. `handle` runs on the listener's
/// event loop and must not block.
package protocol HTTPHandler: Sendable {
    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder)

    /// How many bytes of body this request may have; asked once its head is read. 64 MiB unless said otherwise.
    func bodyLimit(of request: HTTPRequest) -> Int

    /// Who takes the body of this request piece by piece; asked once its head is read. `nil`, unless said otherwise: the
    /// body is gathered and the whole request handed over.
    ///
    /// `demand` tells the listener whether more of the body is to be read; at first it is. A body behind an earlier
    /// request that has no answer yet is always gathered.
    func bodyReceiver(
        of request: HTTPRequest,
        demand: @escaping @Sendable (Bool) -> Void
    ) -> (any HTTPBodyReceiver)?

    /// Answers a request whose body did not arrive; `request.body` is empty. 413 unless said otherwise.
    func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder)
}

/// Takes the body of one request piece by piece, on the listener's event loop: any number of `receive`, then one of the
/// others.
package protocol HTTPBodyReceiver: AnyObject {
    func receive(_ piece: [UInt8])

    /// The body is whole.
    func end(trailers: HTTPHeaders, respond: @escaping HTTPResponder)

    /// The client went away in the middle of it.
    func cutOff()
}

/// Why a request's body did not arrive.
package enum HTTPBodyFailure: Sendable {
    /// It is longer than the handler takes. The client still waits for an answer.
    case tooLarge
    /// The client went away in the middle of it. An answer reaches nobody.
    case truncated
}

extension HTTPHandler {
    package func bodyLimit(of request: HTTPRequest) -> Int { 64 << 20 }

    package func bodyReceiver(
        of request: HTTPRequest,
        demand: @escaping @Sendable (Bool) -> Void
    ) -> (any HTTPBodyReceiver)? { nil }

    package func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        respond(HTTPResponse(status: 413, json: #"{"message":"Request Entity Too Large"}"#))
    }
}
