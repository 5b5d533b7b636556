import JSON
import Template

/// One route as `hearth routes` shows it.
struct RouteRow {
    private var method: String
    private var path: String
    /// The function, web server or action behind it; `nil` where the API answers itself.
    private var target: String?
    /// Whether that is a function.
    private var isFunction: Bool
    private var routeGuards: Application.RouteGuards
    private var api: String
    /// `HTTP`, `REST` or `URL`, of a function of its own.
    private var kind: String
    private var authorizer: Application.Authorizer?
    /// Of the usage plans that an API key may be in.
    private var plans: [Application.UsagePlan]

    /// HTTP APIs first, in the order of the template; function URLs last.
    static func all(of application: Application) -> [RouteRow] {
        let http = application.httpAPIs.flatMap { api in
            rows(api.routes, api.forwardedRoutes, [], api.pathPrefix, api: api.logicalID, "HTTP", api.authorizers, [])
        }
        let rest = application.restAPIs.flatMap { api in
            let plans = application.usagePlans.filter { plan in
                plan.stages.contains { $0.apiID == api.id && $0.stageName == api.stageName }
            }
            return rows(
                api.routes,
                api.forwardedRoutes,
                api.mockMethods,
                api.pathPrefix,
                api: api.logicalID,
                "REST",
                api.authorizers,
                plans
            )
        }
        return http + rest + application.functionURLs.map(row)
    }

    /// It stands at an address of its own.
    private static func row(_ url: Application.FunctionURL) -> RouteRow {
        var guards = Application.RouteGuards()
        guards.asksForSignature = url.request["AuthType"] == "AWS_IAM"
        return RouteRow(
            method: "ANY",
            path: "/",
            target: url.qualifier.map { "\(url.functionName):\($0)" } ?? url.functionName,
            isFunction: true,
            routeGuards: guards,
            api: url.functionName,
            kind: "URL",
            authorizer: nil,
            plans: []
        )
    }

    private static func rows(
        _ routes: [Application.Route],
        _ forwarded: [Application.ForwardedRoute],
        _ mocks: [Application.MockMethod],
        _ prefix: String,
        api: String,
        _ kind: String,
        _ authorizers: [Application.Authorizer],
        _ plans: [Application.UsagePlan]
    ) -> [RouteRow] {
        func row(_ route: any APIRoute, _ target: String?, isFunction: Bool = false) -> RouteRow {
            RouteRow(
                method: route.method,
                path: route.path(under: prefix),
                target: target,
                isFunction: isFunction,
                routeGuards: route.guards,
                api: api,
                kind: kind,
                authorizer: authorizers.first { $0.name == route.guards.authorizer },
                plans: plans
            )
        }
        return routes.map { row($0, $0.functionName, isFunction: true) } + forwarded.map { row($0, $0.target.text) }
            + mocks.map { row($0, nil) }
    }

    static func table(_ rows: [RouteRow]) -> TextTable {
        var table = TextTable(["METHOD", "PATH", "TARGET", "API", "GUARDS"], numbers: [])
        for row in rows {
            let guards = row.guards.joined(separator: "; ")
            table.add([
                row.method, row.path, row.target ?? "(mock)", "\(row.api) (\(row.kind))",
                guards.isEmpty ? "-" : guards,
            ])
        }
        return table
    }

    /// A phrase each, in the order in which requests meet them.
    private var guards: [String] {
        [authorizerText, keyText, routeGuards.throttle.map(Self.text), parametersText, bodyText].compactMap { $0 }
    }

    private var parametersText: String? {
        let parameters = routeGuards.validation?.requiredParameters ?? []
        let names = parameters.map { "\($0.place.rawValue) \($0.name)" }
        return names.isEmpty ? nil : "needs \(names.joined(separator: ", "))"
    }

    private var bodyText: String? { routeGuards.validation?.body == nil ? nil : "body by a model" }

    private var authorizerText: String? {
        if routeGuards.asksForSignature { return "AWS_IAM" }
        guard let authorizer else { return nil }
        let scopes = routeGuards.authorizationScopes
        let with = scopes.isEmpty ? "" : " with \(scopes.joined(separator: " or "))"
        switch authorizer.kind {
        case .lambda(let settings): return "\(authorizer.name): function \(settings.functionName)"
        case .jwt(let settings): return "\(authorizer.name): JWT of \(Self.issuer(settings) ?? "this gateway")\(with)"
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
            ("function", isFunction ? target.map { .string($0) } ?? .null : .null),
        ])
        if !isFunction, let target { object["target"] = .string(target) }
        if let authorizer {
            object["authorizer"] = .string(authorizer.name)
            object["authorizerType"] = Self.type(authorizer)
            object["authorizationScopes"] = .array(routeGuards.authorizationScopes.map { .string($0) })
            Self.add(authorizer, to: &object)
        }
        if routeGuards.asksForSignature { object["authorizerType"] = "AWS_IAM" }
        object["apiKeyRequired"] = .bool(routeGuards.requiresAPIKey)
        if routeGuards.requiresAPIKey { object["usagePlans"] = .array(plans.map { .string($0.name) }) }
        if let throttle = routeGuards.throttle {
            object["throttle"] = ["rateLimit": JSON(throttle.rate), "burstLimit": JSON(throttle.burst)]
        }
        if let validation = routeGuards.validation {
            object["requiredParameters"] = .array(validation.requiredParameters.map { .string($0.text) })
            object["validatesBody"] = .bool(validation.body != nil)
        }
        return .object(object)
    }

    /// Whose tokens an authorizer takes.
    private static func add(_ authorizer: Application.Authorizer, to object: inout JSON.Object) {
        switch authorizer.kind {
        case .lambda: return
        case .jwt(let settings):
            object["issuer"] = issuer(settings).map { .string($0) } ?? .null
            object["audiences"] = .array(settings.audiences.map { .string($0) })
        case .userPools(let settings): object["issuers"] = .array(settings.issuers.map { .string($0) })
        }
    }

    /// `nil` for the gateway itself, whose port is not known yet: the addresses of its APIs are read as its usual one.
    private static func issuer(_ settings: Application.JWTAuthorizer) -> String? {
        let gateway = EmulatorAttributes().gatewayURL
        return settings.issuer == gateway || settings.issuer.hasPrefix("\(gateway)/") ? nil : settings.issuer
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

extension Application.ForwardedRoute.Target {
    /// Where it leads, for people.
    var text: String {
        switch self {
        case .web(let target): target.uri.replacing("{$path}", with: "")
        case .service(let target): target.action.rawValue
        }
    }
}
