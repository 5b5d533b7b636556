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

    /// The HTTP API with CORS settings that the request itself would go to; without a route for that, the API that takes
    /// the preflight, or the first HTTP API. `nil` where that has no settings, and is asked as by any other request.
    ///
    /// It answers itself where it has no route that takes `OPTIONS` for the path, `ANY` and `$default` among them.
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    func api(_ path: Substring, among apis: ArraySlice<ServedAPI>) -> ServedAPI? {
        guard apis.contains(where: { $0.cors != nil }) else { return nil }
        let match =
            APIDirectory.match(method, path, among: apis) ?? APIDirectory.match("OPTIONS", path, among: apis)
        let api = match?.api ?? apis.first { !$0.identity.isREST }
        return api?.cors == nil ? nil : api
    }
}
