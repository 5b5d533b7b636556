import ServiceKit
import Template
import Wire

/// An API made ready for requests: its routes in a trie.
final class ServedAPI: Sendable {
    /// What events and errors need to know of an API.
    struct Identity: Sendable {
        var id: String
        var isREST: Bool
        var stageName: String
        /// Sorted by name, so that events come out the same every time.
        var stageVariables: [(name: String, value: String)]
        var binaryMediaTypes: BinaryMediaTypes
        /// What a REST API calls its one deployment.
        var deploymentID: String
        /// `arn:aws:execute-api:{region}:{account}:{api}/{stage}`.
        var stageARN: String

        /// `/dev`; empty at the stage `$default`, which paths do not name.
        var stagePrefix: String { stageName == "$default" ? "" : "/\(stageName)" }
    }

    let identity: Identity
    let metricSubjects: [MetricSubject]
    let cors: GatewayConfiguration.HTTPCORS?
    let gatewayResponses: GatewayResponses?
    let accessLog: AccessLog?
    /// What requests get that find no route, where the API words its errors itself.
    let nowhere: ServedRoute?
    private let routes: RouteTrie<ServedRoute>
    private let defaultRoute: ServedRoute?

    /// Takes an API without problems; a route whose path is none is left out.
    ///
    /// `guarding` makes what guards a route of this method and path.
    init(
        _ api: GatewayConfiguration.API,
        account: AWSAccount,
        guarding: (Application.RouteGuards, _ method: String, _ path: String) -> RouteGuard? = { _, _, _ in nil }
    ) {
        var mediaTypes: [String] = []
        var restCORS: GatewayConfiguration.RESTCORS?
        var cors: GatewayConfiguration.HTTPCORS?
        switch api.kind {
        case .http(let settings): cors = settings
        case .rest(let types, let settings): (mediaTypes, restCORS) = (types, settings)
        }
        let identity = Identity(
            id: api.id,
            isREST: api.kind.isREST,
            stageName: api.stageName,
            stageVariables: api.stageVariables.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
            binaryMediaTypes: BinaryMediaTypes(mediaTypes),
            deploymentID: ResourceID.of(api.id),
            stageARN: account.arn("execute-api", "\(api.id)/\(api.stageName)").description
        )
        var trie = RouteTrie<ServedRoute>()
        for route in api.routes where !route.isDefault {
            guard let pattern = api.pattern(of: route) else { continue }
            let served = ServedRoute(
                route.method,
                route.path,
                pattern: pattern,
                api: identity,
                routeGuard: guarding(route.guards, route.method, route.path),
                integration: .function(route)
            )
            trie.insert(served, method: route.method, pattern: pattern)
        }
        let preflight = guarding(api.preflightGuards, "OPTIONS", "/*")
        for route in restCORS.map({ Self.preflightRoutes($0, api, identity, preflight) }) ?? [] {
            if let pattern = route.pattern { trie.insert(route, method: "OPTIONS", pattern: pattern) }
        }
        for mock in api.mockMethods {
            guard let pattern = api.pattern(of: mock.path) else { continue }
            let served = ServedRoute(
                mock.method,
                mock.path,
                pattern: pattern,
                api: identity,
                routeGuard: guarding(mock.guards, mock.method, mock.path),
                integration: .mock(HTTPResponse(mock.response))
            )
            trie.insert(served, method: mock.method, pattern: pattern)
        }
        var fallback = api.routes.first(where: \.isDefault).map {
            ServedRoute(
                $0.method,
                $0.path,
                pattern: nil,
                api: identity,
                routeGuard: guarding($0.guards, $0.method, $0.path),
                integration: .function($0)
            )
        }
        for route in api.forwardedRoutes {
            let pattern = api.pattern(of: route.path)
            let served = ServedRoute(
                route.method,
                route.path,
                pattern: pattern,
                api: identity,
                routeGuard: guarding(route.guards, route.method, route.path),
                integration: .forwarded(route)
            )
            if let pattern { trie.insert(served, method: route.method, pattern: pattern) }
            if route.path == "$default" { fallback = fallback ?? served }
        }
        self.identity = identity
        self.metricSubjects = api.metricSubjects
        gatewayResponses = GatewayResponses(api.gatewayResponses)
        accessLog = api.accessLog.map { AccessLog($0, apiID: api.id, stageName: api.stageName) }
        nowhere = gatewayResponses.map { _ in ServedRoute(nowhereIn: identity) }
        self.cors = cors
        self.routes = trie
        self.defaultRoute = fallback
    }

    private static func preflightRoutes(
        _ cors: GatewayConfiguration.RESTCORS,
        _ api: GatewayConfiguration.API,
        _ identity: Identity,
        _ routeGuard: RouteGuard?
    ) -> [ServedRoute] {
        let paths = Dictionary(grouping: api.routes, by: \.path)
        return paths.values.compactMap { routes in
            guard let route = routes.first, let pattern = api.pattern(of: route) else { return nil }
            let headers = cors.preflightHeaders(methods: routes.map(\.method))
            return ServedRoute(
                "OPTIONS",
                route.path,
                pattern: pattern,
                api: identity,
                routeGuard: routeGuard,
                integration: .mock(HTTPResponse(headers: headers, body: Array("{}\n".utf8)))
            )
        }
    }

    /// How well a route fits a request: the lower the better.
    enum Fit: Int { case full, greedy, fallback }

    /// The route for a path within the stage.
    func match(_ method: String, _ path: RequestPath) -> (route: ServedRoute, fit: Fit)? {
        if identity.isREST {
            guard let route = routes.resource(path.segments)?[method] else { return nil }
            let isGreedy = if case .greedy = route.pattern?.segments.last { true } else { false }
            return (route, isGreedy ? .greedy : .full)
        }
        if let route = routes.full(method, path.segments) { return (route, .full) }
        if let route = routes.greedy(method, path.segments) { return (route, .greedy) }
        return defaultRoute.map { ($0, .fallback) }
    }

    /// A path without the stage it begins with; `nil` where it does not begin with it.
    func withoutStage(_ path: Substring) -> Substring? {
        guard identity.stageName != "$default" else { return nil }
        let path = identity.isREST ? "/" + path.drop { $0 == "/" } : path
        let prefix = identity.stagePrefix
        guard path.hasPrefix(prefix) else { return nil }
        let rest = path.dropFirst(prefix.count)
        if rest.isEmpty { return "/" }
        return rest.utf8.first == UInt8(ascii: "/") ? rest : nil
    }
}

extension GatewayConfiguration.API {
    /// The pattern of a route as this API compares it with paths; `nil` for `$default` and for what is no path.
    func pattern(of route: GatewayConfiguration.Route) -> RoutePattern? {
        route.isDefault ? nil : pattern(of: route.path)
    }

    func pattern(of path: String) -> RoutePattern? {
        guard path != "$default", let pattern = try? RoutePattern(path) else { return nil }
        return kind.isREST ? pattern.withoutTrailingSlash : pattern
    }
}

extension HTTPResponse {
    /// What a `MOCK` integration answers: JSON, unless its headers say otherwise.
    fileprivate init(_ mock: Application.MockResponse) {
        self.init(status: mock.statusCode, body: Array(mock.body.utf8))
        for header in mock.headers { headers.add(header.name, header.value) }
        if headers["Content-Type"] == nil { headers.add("Content-Type", "application/json") }
    }
}
