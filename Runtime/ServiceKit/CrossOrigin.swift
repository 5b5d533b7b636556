import Wire

/// What scripts of web pages may do: anything, as on AWS.
/// https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS
enum CrossOrigin {
    /// Whether the request asks what a page may send. Needs no signature.
    static func isPreflight(_ request: HTTPRequest) -> Bool {
        request.method == "OPTIONS" && request.headers["Origin"] != nil
    }

    /// Adds nothing for a request that no page has sent.
    static func allow(_ response: inout HTTPResponse, for request: HTTPRequest) {
        guard request.headers["Origin"] != nil else { return }
        response.headers.add("Access-Control-Allow-Origin", "*")
        response.headers.add(
            "Access-Control-Expose-Headers",
            "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"
        )
        guard isPreflight(request) else { return }
        for (asked, allowed) in [
            ("Access-Control-Request-Headers", "Access-Control-Allow-Headers"),
            ("Access-Control-Request-Method", "Access-Control-Allow-Methods"),
        ] {
            if let value = request.headers[asked] { response.headers.add(allowed, value) }
        }
        response.headers.add("Access-Control-Max-Age", "172800")
    }
}
