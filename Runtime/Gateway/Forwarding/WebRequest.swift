import Template
import Wire

/// Makes a client's request into the one that a web server behind the API gets.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html
struct WebRequest {
    private let target: Application.WebTarget
    private let routed: RoutedRequest

    private typealias Mapping = Application.WebTarget.Mapping

    /// Whether the server gets all that the client has sent.
    private var isProxy: Bool { target.responses == nil }

    static func call(_ target: Application.WebTarget, _ routed: RoutedRequest, timeout: Duration) -> WebCall {
        let request = WebRequest(target: target, routed: routed)
        let method = target.method ?? routed.request.method
        let body = request.body
        let hasBody = !body.isEmpty || ["PATCH", "POST", "PUT"].contains(method)
        var headers = request.headers
        if hasBody, headers["Content-Type"] == nil {
            headers.add("Content-Type", routed.api.isREST ? "application/json" : "text/plain; charset=utf-8")
        }
        return WebCall(
            method: method,
            url: request.url,
            headers: headers,
            body: hasBody ? body : nil,
            timeout: timeout,
            bodyLimit: RequestLimits.bodyBytes
        )
    }

    private init(target: Application.WebTarget, routed: RoutedRequest) {
        (self.target, self.routed) = (target, routed)
    }

    // MARK: URL

    private var url: String {
        var uri = target.uri
        for mapping in target.mappings {
            guard case .pathParameter(let name) = mapping.place else { continue }
            uri = uri.replacing("{\(name)}", with: Self.encoded(mapping.value.text(routed) ?? ""))
        }
        let mark = uri.firstIndex(of: "?") ?? uri.endIndex
        var (place, query) = (String(uri[..<mark]), [String(uri[mark...].dropFirst())])
        if let path = target.mappings.last(where: { $0.place == .path }) {
            let text = path.value.text(routed) ?? ""
            place = Self.origin(of: place) + (text.hasPrefix("/") ? "" : "/") + Self.encoded(text)
        }
        query.append(self.query)
        let whole = query.filter { !$0.isEmpty }.joined(separator: "&")
        return whole.isEmpty ? place : "\(place)?\(whole)"
    }

    /// `https://example.com` of `https://example.com/a/b`.
    private static func origin(of uri: String) -> String {
        guard let scheme = uri.firstRange(of: "://") else { return uri }
        return String(uri[..<(uri[scheme.upperBound...].firstIndex(of: "/") ?? uri.endIndex)])
    }

    /// What is a path stays one: slashes and what else may stand in it are not touched.
    private static func encoded(_ path: String) -> String {
        var encoded = ""
        for scalar in path.unicodeScalars {
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "-._~/!$&'()*+,;=:@".unicodeScalars.contains(scalar))
            encoded += isPlain ? String(scalar) : PercentEncoding.encode(String(scalar))
        }
        return encoded
    }

    /// As the client wrote it, but for what is mapped.
    private var query: String {
        var parts = isProxy ? routed.query.split(separator: "&").map(String.init) : []
        for mapping in target.mappings {
            guard case .query(let name) = mapping.place else { continue }
            if mapping.operation != .append {
                parts.removeAll { PercentEncoding.decode($0.prefix { $0 != "=" }, plusIsSpace: true) == name }
            }
            if mapping.operation != .remove, let value = mapping.value.text(routed) {
                parts.append("\(PercentEncoding.encode(name))=\(PercentEncoding.encode(value))")
            }
        }
        return parts.joined(separator: "&")
    }

    // MARK: Headers

    private var headers: HTTPHeaders {
        var headers = isProxy ? (routed.api.isREST ? restHeaders : httpHeaders) : customHeaders
        for mapping in target.mappings {
            guard case .header(let name) = mapping.place else { continue }
            let value = mapping.operation == .remove ? nil : mapping.value.text(routed)
            switch mapping.operation {
            case .remove: headers[name] = nil
            case .overwrite: if let value { headers[name] = value }
            case .append:
                if let value { headers[name] = headers[name].map { "\($0),\(value)" } ?? value }
            }
        }
        return headers
    }

    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    private var restHeaders: HTTPHeaders {
        var headers = EventHeaders.restAPI(routed)
        headers["Host"] = nil
        if headers["User-Agent"] == nil { headers.add("User-Agent", "AmazonAPIGateway_\(routed.api.id)") }
        headers.add("x-amzn-apigateway-api-id", routed.api.id)
        return headers
    }

    /// What is forwarded stands in one field, as RFC 7239 has it.
    private var httpHeaders: HTTPHeaders {
        var headers = EventHeaders.httpAPI(routed, withCookies: true)
        for name in ["Host", "Content-Length", "X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto"] {
            headers[name] = nil
        }
        let hop = "by=127.0.0.1;for=\(routed.request.remoteAddress);host=\(routed.host.name);proto=http"
        headers["Forwarded"] = headers["Forwarded"].map { "\($0), \(hop)" } ?? hop
        headers["Via"] = headers["Via"].map { "\($0), HTTP/1.1 AmazonAPIGateway" } ?? "HTTP/1.1 AmazonAPIGateway"
        return headers
    }

    /// Besides what is mapped, the type of the body.
    private var customHeaders: HTTPHeaders {
        let type = routed.request.headers["Content-Type"] ?? "application/json"
        return [
            "Accept": "application/json", "Content-Type": type, "User-Agent": "AmazonAPIGateway_\(routed.api.id)",
            "X-Amzn-Trace-Id": routed.ids.trace, "x-amzn-apigateway-api-id": routed.api.id,
        ]
    }

    // MARK: Body

    /// To a REST API, what is not of its binary media types is text.
    private var body: [UInt8] {
        guard routed.api.isREST, routed.request.headers["Content-Encoding"] == nil,
            case .text(let text) = EventBody(restAPI: routed.request, binary: routed.api.binaryMediaTypes)
        else { return routed.request.body }
        return Array(text.utf8)
    }
}
