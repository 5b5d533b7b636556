import JSON
import Template

/// One route as `hearth routes` shows it.
struct RouteRow {
    private var method: String
    private var path: String
    /// `nil` where the API answers itself.
    private var function: String?
    private var routeGuards: Application.RouteGuards
    private var api: String
    /// `HTTP` or `REST`.
    private var kind: String
    private var authorizer: Application.Authorizer?
    /// Of the usage plans that an API key may be in.
    private var plans: [Application.UsagePlan]

    /// HTTP APIs first, in the order of the template.
    static func all(of application: Application) -> [RouteRow] {
        let http = application.httpAPIs.flatMap { api in
            api.routes.map {
                RouteRow($0, api.pathPrefix, api: api.logicalID, kind: "HTTP", api.authorizers, plans: [])
            }
        }
        let rest = application.restAPIs.flatMap { api in
            let plans = application.usagePlans.filter { plan in
                plan.stages.contains { $0.apiID == api.id && $0.stageName == api.stageName }
            }
            let prefix = api.pathPrefix
            return api.routes.map {
                RouteRow($0, prefix, api: api.logicalID, kind: "REST", api.authorizers, plans: plans)
            }
                + api.mockMethods.map { RouteRow($0, prefix, api: api.logicalID, api.authorizers, plans: plans) }
        }
        return http + rest
    }

    private init(
        _ route: Application.Route,
        _ pathPrefix: String,
        api: String,
        kind: String,
        _ authorizers: [Application.Authorizer],
        plans: [Application.UsagePlan]
    ) {
        (method, path, function, routeGuards) = (
            route.method, route.path(under: pathPrefix), route.functionName, route.guards
        )
        (self.api, self.kind, self.plans) = (api, kind, plans)
        authorizer = authorizers.first { $0.name == route.guards.authorizer }
    }

    private init(
        _ mock: Application.MockMethod,
        _ pathPrefix: String,
        api: String,
        _ authorizers: [Application.Authorizer],
        plans: [Application.UsagePlan]
    ) {
        (method, path, function, routeGuards) = (mock.method, pathPrefix + mock.path, nil, mock.guards)
        (self.api, kind, self.plans) = (api, "REST", plans)
        authorizer = authorizers.first { $0.name == mock.guards.authorizer }
    }

    static func table(_ rows: [RouteRow]) -> TextTable {
        var table = TextTable(["METHOD", "PATH", "FUNCTION", "API", "GUARDS"], numbers: [])
        for row in rows {
            let guards = row.guards.joined(separator: "; ")
            table.add([
                row.method, row.path, row.function ?? "(mock)", "\(row.api) (\(row.kind))",
                guards.isEmpty ? "-" : guards,
            ])
        }
        return table
    }

    /// A phrase each, in the order in which requests meet them.
    private var guards: [String] {
        [authorizerText, keyText, routeGuards.throttle.map(Self.text)].compactMap { $0 }
    }

    private var authorizerText: String? {
        if routeGuards.asksForSignature { return "AWS_IAM" }
        guard let authorizer else { return nil }
        let scopes = routeGuards.authorizationScopes
        let with = scopes.isEmpty ? "" : " with \(scopes.joined(separator: " or "))"
        switch authorizer.kind {
        case .lambda(let settings): return "\(authorizer.name): function \(settings.functionName)"
        case .jwt(let settings): return "\(authorizer.name): JWT of \(settings.issuer)\(with)"
        case .userPools: return "\(authorizer.name): Cognito \(scopes.isEmpty ? "ID" : "access") token\(with)"
        }
    }

    private var keyText: String? {
        guard routeGuards.requiresAPIKey else { return nil }
        return plans.isEmpty
            ? "API key, which no usage plan gives" : "API key in \(plans.map(\.name).joined(separator: ", "))"
    }

    private static func text(_ throttle: Application.Throttle) -> String {
        "\(JSON(throttle.rate).text) requests/s, \(throttle.burst) at once"
    }

    var json: JSON {
        var object = JSON.Object([
            ("method", .string(method)), ("path", .string(path)), ("api", .string(api)), ("type", .string(kind)),
            ("function", function.map { .string($0) } ?? .null),
        ])
        if let authorizer {
            object["authorizer"] = .string(authorizer.name)
            object["authorizerType"] = Self.type(authorizer)
            object["authorizationScopes"] = .array(routeGuards.authorizationScopes.map { .string($0) })
        }
        if routeGuards.asksForSignature { object["authorizerType"] = "AWS_IAM" }
        object["apiKeyRequired"] = .bool(routeGuards.requiresAPIKey)
        if routeGuards.requiresAPIKey { object["usagePlans"] = .array(plans.map { .string($0.name) }) }
        if let throttle = routeGuards.throttle {
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
