import JSON
import Template

/// One route as `hearth routes` shows it.
struct RouteRow {
    private var route: Application.Route
    private var api: String
    /// `HTTP` or `REST`.
    private var kind: String
    private var authorizer: Application.Authorizer?
    /// Of the usage plans that an API key may be in.
    private var plans: [Application.UsagePlan]

    /// HTTP APIs first, in the order of the template.
    static func all(of application: Application) -> [RouteRow] {
        let http = application.httpAPIs.flatMap { api in
            api.routes.map { route in
                RouteRow(
                    route: route,
                    api: api.logicalID,
                    kind: "HTTP",
                    authorizer: api.authorizers.first { $0.name == route.guards.authorizer },
                    plans: []
                )
            }
        }
        let rest = application.restAPIs.flatMap { api in
            api.routes.map { route in
                RouteRow(
                    route: route,
                    api: api.logicalID,
                    kind: "REST",
                    authorizer: api.authorizers.first { $0.name == route.guards.authorizer },
                    plans: application.usagePlans.filter { plan in
                        plan.stages.contains { $0.apiID == api.id && $0.stageName == api.stageName }
                    }
                )
            }
        }
        return http + rest
    }

    static func table(_ rows: [RouteRow]) -> TextTable {
        var table = TextTable(["METHOD", "PATH", "FUNCTION", "API", "GUARDS"], numbers: [])
        for row in rows {
            let guards = row.guards.joined(separator: "; ")
            table.add([
                row.route.method, row.route.path, row.route.functionName, "\(row.api) (\(row.kind))",
                guards.isEmpty ? "-" : guards,
            ])
        }
        return table
    }

    /// A phrase each, in the order in which requests meet them.
    private var guards: [String] {
        [authorizerText, keyText, route.guards.throttle.map(Self.text)].compactMap { $0 }
    }

    private var authorizerText: String? {
        guard let authorizer else { return nil }
        let scopes = route.guards.authorizationScopes
        let with = scopes.isEmpty ? "" : " with \(scopes.joined(separator: " or "))"
        switch authorizer.kind {
        case .lambda(let settings): return "\(authorizer.name): function \(settings.functionName)"
        case .jwt(let settings): return "\(authorizer.name): JWT of \(settings.issuer)\(with)"
        case .userPools: return "\(authorizer.name): Cognito \(scopes.isEmpty ? "ID" : "access") token\(with)"
        }
    }

    private var keyText: String? {
        guard route.guards.requiresAPIKey else { return nil }
        return plans.isEmpty
            ? "API key, which no usage plan gives" : "API key in \(plans.map(\.name).joined(separator: ", "))"
    }

    private static func text(_ throttle: Application.Throttle) -> String {
        "\(JSON(throttle.rate).text) requests/s, \(throttle.burst) at once"
    }

    var json: JSON {
        var object = JSON.Object([
            ("method", .string(route.method)), ("path", .string(route.path)), ("api", .string(api)),
            ("type", .string(kind)), ("function", .string(route.functionName)),
        ])
        if let authorizer {
            object["authorizer"] = .string(authorizer.name)
            object["authorizerType"] = Self.type(authorizer)
            object["authorizationScopes"] = .array(route.guards.authorizationScopes.map { .string($0) })
        }
        object["apiKeyRequired"] = .bool(route.guards.requiresAPIKey)
        if route.guards.requiresAPIKey { object["usagePlans"] = .array(plans.map { .string($0.name) }) }
        if let throttle = route.guards.throttle {
            object["throttle"] = ["rateLimit": JSON(throttle.rate), "burstLimit": JSON(throttle.burst)]
        }
        return .object(object)
    }

    /// As API Gateway calls it.
    private static func type(_ authorizer: Application.Authorizer) -> JSON {
        switch authorizer.kind {
        case .lambda(let settings): .string(settings.type.rawValue)
        case .jwt: "JWT"
        case .userPools: "COGNITO_USER_POOLS"
        }
    }
}
