import Wire

/// The header fields of an event: those of the client but for what concerns his connection alone, and those that API
/// Gateway adds.
enum EventHeaders {
    /// An HTTP API tells the length of every body, and the type of one that came without, even of an empty one whose
    /// length the client told. A `GET` as browsers send it gets no type.
    static func httpAPI(_ routed: RoutedRequest, withCookies: Bool) -> HTTPHeaders {
        var headers = common(routed) { name in
            isHopByHop(name) || HTTPHeaders.same(name, "Content-Length")
                || !withCookies && HTTPHeaders.same(name, "Cookie")
        }
        let tellsBody = !routed.request.body.isEmpty || routed.request.headers["Content-Length"] != nil
        headers.add("Content-Length", String(routed.request.body.count))
        if tellsBody, headers["Content-Type"] == nil {
            headers.add("Content-Type", "text/plain; charset=utf-8")
        }
        return headers
    }

    /// A REST API keeps the length to itself.
    static func restAPI(_ routed: RoutedRequest) -> HTTPHeaders {
        common(routed) { isHopByHop($0) || isHeldBackByREST($0) }
    }

    private static func common(_ routed: RoutedRequest, isDropped: (String) -> Bool) -> HTTPHeaders {
        var headers = HTTPHeaders()
        headers.fields.reserveCapacity(routed.request.headers.fields.count + 6)
        var clients: String?
        for field in routed.request.headers.fields where !isDropped(field.name) {
            switch field.name.utf8.count {
            case 15 where HTTPHeaders.same(field.name, "X-Forwarded-For"):
                clients = clients.map { "\($0), \(field.value)" } ?? field.value
            case 15 where HTTPHeaders.same(field.name, "X-Amzn-Trace-Id"): continue
            case 16 where HTTPHeaders.same(field.name, "X-Forwarded-Port"): continue
            case 17 where HTTPHeaders.same(field.name, "X-Forwarded-Proto"): continue
            default: headers.add(spelling(field.name), field.value)
            }
        }
        let address = routed.request.remoteAddress
        headers.add("X-Amzn-Trace-Id", routed.ids.trace)
        headers.add("X-Forwarded-For", clients.map { "\($0), \(address)" } ?? address)
        headers.add("X-Forwarded-Port", routed.host.port)
        headers.add("X-Forwarded-Proto", "http")
        return headers
    }

    /// As the client wrote it, but for the few names that API Gateway writes in its own way.
    private static func spelling(_ name: String) -> String {
        switch name.utf8.count {
        case 4 where HTTPHeaders.same(name, "Host"): "Host"
        case 10 where HTTPHeaders.same(name, "User-Agent"): "User-Agent"
        case 13 where HTTPHeaders.same(name, "Authorization"): "Authorization"
        default: name
        }
    }

    /// What concerns one connection (RFC 9110, 7.6.1).
    static func isHopByHop(_ name: String) -> Bool {
        switch name.utf8.count {
        case 2: HTTPHeaders.same(name, "TE")
        case 7: HTTPHeaders.same(name, "Upgrade") || HTTPHeaders.same(name, "Trailer")
        case 10: HTTPHeaders.same(name, "Connection") || HTTPHeaders.same(name, "Keep-Alive")
        case 16: HTTPHeaders.same(name, "Proxy-Connection")
        case 17: HTTPHeaders.same(name, "Transfer-Encoding")
        default: false
        }
    }

    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    private static func isHeldBackByREST(_ name: String) -> Bool {
        switch name.utf8.count {
        case 6: HTTPHeaders.same(name, "Expect") || HTTPHeaders.same(name, "Server")
        case 11: HTTPHeaders.same(name, "Content-MD5")
        case 12: HTTPHeaders.same(name, "Max-Forwards")
        case 14: HTTPHeaders.same(name, "Content-Length")
        case 16: HTTPHeaders.same(name, "WWW-Authenticate")
        case 18: HTTPHeaders.same(name, "Proxy-Authenticate")
        default: false
        }
    }
}
