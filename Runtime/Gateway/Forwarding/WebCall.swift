import Wire

/// A request to a web server.
package struct WebCall: Sendable {
    package var method: String
    package var url: String
    package var headers: HTTPHeaders
    /// `nil`: none.
    package var body: [UInt8]?
    /// From the start to the last byte.
    package var timeout: Duration
    /// Bytes of the answer's body.
    package var bodyLimit: Int
}

/// Why a web server has not answered.
package enum WebCallFailure: Error, Hashable {
    case timedOut
    case tooLong
    /// It cannot be reached, or is none; why.
    case unreachable(String)
}

/// Calls a web server, and calls back once, on whatever thread. Redirects are answers.
package typealias WebCaller =
    @Sendable (WebCall, @escaping @Sendable (Result<HTTPResponse, WebCallFailure>) -> Void) -> Void

/// Has a service answer a request as the AWS endpoint would.
package typealias ServiceCaller = @Sendable (HTTPRequest, @escaping HTTPResponder) -> Void
