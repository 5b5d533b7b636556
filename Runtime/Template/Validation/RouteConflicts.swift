/// Finds routes of one API that exclude each other.
struct RouteConflicts {
    let kind: APIEvent.Kind
    let findings: Findings

    func check(_ routes: [Application.Route]) {
        for (index, route) in routes.enumerated() {
            let earlier = routes[..<index]
            if let twin = earlier.first(where: { isSame($0, route) }) {
                findings.error(
                    route.source,
                    "\(route.routeKey) is defined twice: \(twin.source) has \(twin.routeKey) too"
                )
            } else if let rival = earlier.first(where: { namesDiffer($0.path, route.path) }) {
                complain(route, rival)
            }
        }
    }

    private func isSame(_ a: Application.Route, _ b: Application.Route) -> Bool {
        a.method == b.method && RoutePath.shape(a.path) == RoutePath.shape(b.path)
    }

    private func complain(_ route: Application.Route, _ rival: Application.Route) {
        let message = "the path parameters of \(route.path) and of \(rival.path) at \(rival.source) have other names"
        switch kind {
        case .rest:
            findings.error(route.source, message, remedy: "a REST API wants one name for one place")
        case .http:
            findings.warning(route.source, message, remedy: "API Gateway may refuse to import both")
        }
    }

    /// A REST API has one parameter below each resource; an HTTP API compares whole paths.
    private func namesDiffer(_ a: String, _ b: String) -> Bool {
        let (first, second) = (RoutePath.segments(of: a), RoutePath.segments(of: b))
        if kind == .http { return a != b && RoutePath.shape(a) == RoutePath.shape(b) }
        for (one, other) in zip(first, second) where one != other {
            return RoutePath.parameter(in: one) != nil && RoutePath.parameter(in: other) != nil
        }
        return false
    }
}
