import Wire

/// The question of a browser whether it may send a request to another origin: `OPTIONS` with `Origin` and
/// `Access-Control-Request-Method`.
struct PreflightRequest {
    let origin: String
    let method: String

    init?(_ request: HTTPRequest) {
        guard request.method == "OPTIONS", let origin = request.headers["Origin"],
            let method = request.headers["Access-Control-Request-Method"]
        else { return nil }
        self.origin = origin
        self.method = method
    }

    /// What answers: the CORS settings of the HTTP API that the request itself would go to, whether or not that has an
    /// `OPTIONS` route. Without a route for the request it is the first HTTP API, if that has settings.
    func cors(_ path: Substring, among apis: ArraySlice<ServedAPI>) -> GatewayConfiguration.HTTPCORS? {
        guard apis.contains(where: { $0.cors != nil }) else { return nil }
        if apis.count == 1 { return apis.first?.cors }
        let match =
            APIDirectory.match(method, path, among: apis) ?? APIDirectory.match("OPTIONS", path, among: apis)
        return match.map(\.api.cors) ?? apis.first { !$0.identity.isREST }?.cors
    }
}
