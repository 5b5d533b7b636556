import Template
import Time
import Wire

/// A request that has found its route, and what its event tells besides what the client sent.
struct RoutedRequest {
    let request: HTTPRequest
    let query: Substring
    let host: HostHeader
    let match: RouteMatch
    let time: Timestamp
    /// `time` in the common log format.
    let timeText: String
    let ids: RequestIDs
    /// The account that owns the API: twelve digits.
    let accountID: String
    /// What the route's authorizer found out.
    var authorization: Authorization?
    /// The key that the client is known by, where the route asks for one.
    var apiKey: Application.APIKey?

    /// Where the stage has an access log.
    var access: AccessRecord?

    var api: ServedAPI.Identity { match.api.identity }
    var userAgent: String? { request.headers["User-Agent"] }

    /// The names and values of the query, decoded.
    var queryValues: MultiValues { MultiValues(PercentEncoding.pairs(query), ignoringCase: false) }
}
