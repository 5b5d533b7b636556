import Wire

extension GatewayConfiguration.HTTPCORS {
    /// What the gateway answers to a preflight request from `origin`: the headers that are configured, none for an origin
    /// that is not allowed.
    func preflightHeaders(origin: String) -> HTTPHeaders {
        guard let allowed = allowed(origin) else { return [:] }
        var headers: HTTPHeaders = ["access-control-allow-origin": allowed]
        if !allowMethods.isEmpty { headers.add("access-control-allow-methods", allowMethods.joined(separator: ",")) }
        if !allowHeaders.isEmpty { headers.add("access-control-allow-headers", allowHeaders.joined(separator: ",")) }
        if !exposeHeaders.isEmpty {
            headers.add("access-control-expose-headers", exposeHeaders.joined(separator: ","))
        }
        if let maxAge { headers.add("access-control-max-age", String(maxAge.components.seconds)) }
        if allowCredentials { headers.add("access-control-allow-credentials", "true") }
        return headers
    }

    /// Puts the configured headers on an answer of an HTTP API, those of a preflight where `request` is one.
    func apply(to response: inout HTTPResponse, for request: HTTPRequest) {
        guard let preflight = PreflightRequest(request) else {
            return apply(to: &response, origin: request.headers["Origin"])
        }
        response.headers.removeAccessControl()
        response.headers.fields += preflightHeaders(origin: preflight.origin).fields
    }

    /// Puts the configured headers on an answer to `origin` in place of those that the function sent.
    func apply(to response: inout HTTPResponse, origin: String?) {
        response.headers.removeAccessControl()
        guard let origin, let allowed = allowed(origin) else { return }
        response.headers.add("access-control-allow-origin", allowed)
        if allowCredentials { response.headers.add("access-control-allow-credentials", "true") }
        if !exposeHeaders.isEmpty {
            response.headers.add("access-control-expose-headers", exposeHeaders.joined(separator: ","))
        }
    }

    /// The value of `Access-Control-Allow-Origin`; `nil` for an origin that is not allowed.
    private func allowed(_ origin: String) -> String? {
        if allowOrigins.contains("*") { return "*" }
        let isAllowed = allowOrigins.contains { pattern in
            pattern.hasSuffix("://*") ? origin.hasPrefix(pattern.dropLast()) : pattern == origin
        }
        return isAllowed ? origin : nil
    }
}

extension HTTPHeaders {
    fileprivate mutating func removeAccessControl() {
        fields.removeAll { $0.name.lowercased().hasPrefix("access-control-") }
    }
}

extension GatewayConfiguration.RESTCORS {
    /// What the `OPTIONS` method of a path answers that has `methods`.
    func preflightHeaders(methods: [String]) -> HTTPHeaders {
        var headers: HTTPHeaders = ["Access-Control-Allow-Origin": allowOrigin]
        if let allowHeaders { headers.add("Access-Control-Allow-Headers", allowHeaders) }
        headers.add("Access-Control-Allow-Methods", allowMethods ?? Self.list(methods))
        if let maxAge { headers.add("Access-Control-Max-Age", maxAge) }
        if allowCredentials { headers.add("Access-Control-Allow-Credentials", "true") }
        headers.add("Content-Type", "application/json")
        return headers
    }

    private static func list(_ methods: [String]) -> String {
        let named = methods.contains("ANY") ? RouteTrie<Never>.Methods.all : Set(methods).union(["OPTIONS"])
        return named.sorted().joined(separator: ",")
    }
}
