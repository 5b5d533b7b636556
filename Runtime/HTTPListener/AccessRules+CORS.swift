import Wire

/// What browsers need to hear before they let pages of an allowed origin use the port.
extension AccessRules {
    /// Answers a browser that asks whether it may send a request; `nil` for what is no such question. The request has
    /// passed `check`.
    package func preflight(_ request: HTTPRequest) -> HTTPResponse? {
        guard request.method == "OPTIONS", let origin = request.headers["Origin"],
            let method = request.headers["Access-Control-Request-Method"]
        else { return nil }
        var answer = HTTPResponse(status: 204)
        answer.headers.add("Access-Control-Allow-Methods", method)
        if let names = request.headers["Access-Control-Request-Headers"] {
            answer.headers.add("Access-Control-Allow-Headers", names)
        }
        if request.headers["Access-Control-Request-Private-Network"] != nil {
            answer.headers.add("Access-Control-Allow-Private-Network", "true")
        }
        return Self.shown(answer, to: origin)
    }

    /// Wraps `respond` so that pages of the request's origin may read the answer. Requests without an origin, which are
    /// nearly all, cost nothing.
    package func showing(_ request: HTTPRequest, _ respond: @escaping HTTPResponder) -> HTTPResponder {
        guard let origin = request.headers["Origin"] else { return respond }
        return { respond(Self.shown($0, to: origin)) }
    }

    private static func shown(_ response: HTTPResponse, to origin: String) -> HTTPResponse {
        var response = response
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers.add("Access-Control-Expose-Headers", "*")
        response.headers.add("Vary", "Origin")
        return response
    }
}
