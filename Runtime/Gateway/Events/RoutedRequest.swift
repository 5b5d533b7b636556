import Time
import Wire

/// A request that has found its route, and what its event tells besides what the client sent.
struct RoutedRequest {
    let request: HTTPRequest
    let query: Substring
    let match: RouteMatch
    let time: Timestamp
    let ids: RequestIDs
    /// The account that owns the API: twelve digits.
    let accountID: String

    var api: ServedAPI.Identity { match.api.identity }
    var userAgent: String? { request.headers["User-Agent"] }

    /// `Host` without port, in lower case, as `requestContext.domainName` has it.
    var domainName: String {
        let host = request.headers["Host"] ?? "localhost"
        if host.hasPrefix("[") { return String(host.prefix { $0 != "]" }) + "]" }
        return host.prefix { $0 != ":" }.lowercased()
    }

    /// The port the client named in `Host`, 80 where it named none.
    var port: String {
        let host = request.headers["Host"] ?? ""
        guard let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") else { return "80" }
        return String(host[colon...].dropFirst())
    }

    /// The names and values of the query, decoded.
    var queryValues: MultiValues { MultiValues(PercentEncoding.pairs(query), ignoringCase: false) }
}
