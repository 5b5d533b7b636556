/// Finds routes of one API that exclude each other.
struct RouteConflicts {
    private typealias Route = any APIRoute

    private let kind: APIEvent.Kind
    private let comparesNames: Bool
    private let findings: Findings
    /// By method and by the path without its parameters' names.
    private var routes: [String: Route] = [:]
    /// The path parameter by what precedes it, and the route that brought it.
    private var parameters: [String: (name: String, route: Route)] = [:]

    /// `comparesNames`: whether parameters of one place must have one name.
    static func check(
        _ routes: [any APIRoute],
        of kind: APIEvent.Kind,
        comparesNames: Bool = true,
        _ findings: Findings
    ) {
        var conflicts = RouteConflicts(kind: kind, comparesNames: comparesNames, findings: findings)
        for route in routes { conflicts.check(route) }
    }

    private init(kind: APIEvent.Kind, comparesNames: Bool, findings: Findings) {
        (self.kind, self.comparesNames, self.findings) = (kind, comparesNames, findings)
    }

    private mutating func check(_ route: Route) {
        let key = "\(route.method) \(RoutePath.shape(route.path))"
        if let twin = routes[key] {
            findings.error(
                route.source,
                "\(route.routeKey) is defined twice: \(twin.source) has \(twin.routeKey) too"
            )
            return
        }
        routes[key] = route
        if comparesNames, let rival = rival(of: route) { complain(route, rival) }
    }

    /// A REST API has one parameter below each resource; an HTTP API compares whole paths.
    private mutating func rival(of route: Route) -> Route? {
        if kind == .http { return rival(of: route, at: RoutePath.shape(route.path), named: route.path) }
        var place = ""
        for segment in RoutePath.segments(of: route.path) {
            if RoutePath.parameter(in: segment) != nil,
                let rival = rival(of: route, at: place, named: String(segment))
            {
                return rival
            }
            place += "/\(segment)"
        }
        return nil
    }

    private mutating func rival(of route: Route, at place: String, named name: String) -> Route? {
        if let known = parameters[place] { return known.name == name ? nil : known.route }
        parameters[place] = (name, route)
        return nil
    }

    private func complain(_ route: Route, _ rival: Route) {
        let message = "the path parameters of \(route.path) and of \(rival.path) at \(rival.source) have other names"
        switch kind {
        case .rest:
            findings.error(route.source, message, remedy: "a REST API wants one name for one place")
        case .http:
            findings.warning(route.source, message, remedy: "API Gateway may refuse to import both")
        }
    }
}
