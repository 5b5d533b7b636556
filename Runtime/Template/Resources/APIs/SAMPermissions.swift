import Wire

/// The permissions that SAM adds to the policies of functions, so that its APIs may invoke them.
struct SAMPermissions {
    let account: AWSAccount

    private static let principal = "apigateway.amazonaws.com"

    /// One for each event that makes a route of the API. `suffix` stands last in what they are called.
    func ofRoutes(
        _ events: [APIEvent],
        ofAPI logicalID: String,
        id: String,
        _ suffix: String
    ) -> [Application.FunctionPermission] {
        events.filter { $0.apiLogicalID == logicalID }.map { event in
            Application.FunctionPermission(
                "\(event.logicalID)Permission\(suffix)",
                of: event.route.functionName,
                event.route.qualifier,
                for: Self.principal,
                account.arn("execute-api", "\(id)/*/\(Self.resource(event.route))").description,
                path: event.route.source
            )
        }
    }

    /// The method and the path, with a wildcard for all that is not fixed.
    private static func resource(_ route: Application.Route) -> String {
        if route.path == "$default" { return "*" }
        let segments = RoutePath.segments(of: route.path).map { RoutePath.parameter(in: $0) == nil ? $0 : "*" }
        return "\(route.method == "ANY" ? "*" : route.method)/\(segments.joined(separator: "/"))"
    }

    /// For HTTP APIs SAM adds them where it is asked to, for REST APIs where it is not asked to leave them out.
    func ofAuthorizers(
        _ authorizers: [Application.Authorizer],
        _ logicalID: String,
        id: String
    ) -> [Application.FunctionPermission] {
        authorizers.compactMap { authorizer in
            guard case .lambda(let settings) = authorizer.kind, settings.isPermittedBySAM else { return nil }
            return Application.FunctionPermission(
                "\(logicalID)\(authorizer.name)AuthorizerPermission",
                of: settings.functionName,
                settings.qualifier,
                for: Self.principal,
                account.arn("execute-api", "\(id)/authorizers/*").description,
                path: authorizer.path
            )
        }
    }
}
