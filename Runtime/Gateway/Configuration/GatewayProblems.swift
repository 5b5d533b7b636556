import Template
import Wire

extension GatewayConfiguration {
    /// What is wrong, errors first.
    package var problems: [GatewayProblem] {
        var problems: [GatewayProblem] = []
        var ids: Set<String> = []
        for api in apis {
            if !ids.insert("\(api.id.lowercased())/\(api.stageName)").inserted {
                problems.append(api.error("another API has the id '\(api.id)' and the stage '\(api.stageName)' too"))
            }
            problems += api.problems
        }
        let errors = problems.filter { $0.severity == .error }
        return errors.isEmpty ? problems + collisions : errors + problems.filter { $0.severity != .error }
    }

    /// Routes that another API's hide at the address that all share.
    private var collisions: [GatewayProblem] {
        let served = apis.map { ServedAPI($0, account: AWSAccount()) }
        guard served.count > 1 else { return [] }
        return apis.flatMap { api in
            api.addresses.compactMap { route in
                guard let (taker, routeKey) = Self.taker(of: route, of: api, served[...]),
                    let owner = apis.first(where: { $0.id == taker.identity.id })
                else { return nil }
                let how =
                    routeKey == route.routeKey
                    ? "is a route of \(owner.name) too, which answers at '/'"
                    : routeKey.map { "gives way to \($0) of \(owner.name), which answers at '/'" }
                        ?? "gives way to the stage \(taker.identity.stageName) of \(owner.name)"
                return GatewayProblem(
                    severity: .warning,
                    message: "\(route.routeKey) \(how); "
                        + "\(api.name) answers \(api.otherAddress(than: owner))",
                    source: route.source
                )
            }
        }
    }

    /// What takes all the requests for a route of `api` that do not name its stage, with a route or without one; `nil`
    /// where some reach `api`.
    private static func taker(
        of route: API.Address,
        of api: API,
        _ served: ArraySlice<ServedAPI>
    ) -> (api: ServedAPI, routeKey: String?)? {
        let methods = route.method == "ANY" ? RouteTrie<Never>.Methods.all.sorted() : [route.method]
        let path = route.path[...]
        let takers = methods.map { method in
            APIDirectory.match(method, path, among: served).map { ($0.api, $0.route.routeKey) }
                ?? (APIDirectory.addressed(by: path, among: served)[0], nil)
        }
        return takers.contains { $0.0.identity.id == api.id } ? nil : takers.first
    }
}

extension GatewayConfiguration.API {
    /// A route, and a path that no more than it must match.
    struct Address {
        var method: String
        var path: String
        var routeKey: String
        var guards: Application.RouteGuards
        var source: String
    }

    var addresses: [Address] {
        routes.map {
            Address(
                method: $0.method,
                path: Self.path($0.path),
                routeKey: $0.routeKey,
                guards: $0.guards,
                source: $0.source
            )
        }
            + forwardedRoutes.map {
                Address(
                    method: $0.method,
                    path: Self.path($0.path),
                    routeKey: $0.routeKey,
                    guards: $0.guards,
                    source: $0.source.description
                )
            }
    }

    /// Parameters stand for themselves: no literal is like them. What takes paths of any length stands for one that is
    /// longer than other routes.
    private static func path(_ path: String) -> String {
        let long = Array(repeating: "{path+}", count: 64).joined(separator: "/")
        if path == "$default" { return "/\(long)" }
        return path.hasSuffix("+}") ? "\(path)/\(long)" : path
    }

    fileprivate func otherAddress(than owner: Self) -> String {
        let host = "for 'Host: \(id).execute-api.localhost'"
        return stageName == "$default" || stageName == owner.stageName ? host : "at '/\(stageName)' and \(host)"
    }

    fileprivate func error(_ message: String, _ source: String? = nil) -> GatewayProblem {
        GatewayProblem(severity: .error, message: "\(name): \(message)", source: source ?? self.source)
    }

    fileprivate var problems: [GatewayProblem] {
        identityProblems + routes.flatMap(problems) + duplicates + siblings + corsProblems + preflightProblems
    }

    private var identityProblems: [GatewayProblem] {
        var problems: [GatewayProblem] = []
        if id.isEmpty || !id.utf8.allSatisfy({ Self.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }) {
            problems.append(error("the id '\(id)' is not letters, digits and '-'"))
        }
        let isStage = stageName.utf8.allSatisfy {
            Self.isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        if stageName.isEmpty || !isStage && (kind.isREST || stageName != "$default") {
            problems.append(error("the stage name '\(stageName)' is not letters, digits, '_' and '-'"))
        }
        return problems
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private func problems(_ route: GatewayConfiguration.Route) -> [GatewayProblem] {
        var messages: [String] = []
        if route.isDefault && kind.isREST { messages.append("a REST API has no $default route") }
        if route.method != "ANY" && !RouteTrie<Never>.Methods.all.contains(route.method) {
            messages.append("\(route.method) is no method; \(RouteTrie<Never>.Methods.all.sorted()) and ANY are")
        }
        if !route.isDefault {
            do throws(InvalidPath) {
                _ = try RoutePattern(route.path)
            } catch {
                messages.append("\(route.path) is no path: \(error.reason)")
            }
        }
        if kind.isREST && route.payloadFormat == .v2 {
            messages.append("\(route.routeKey): a REST API has no payload format 2.0")
        }
        if let name = route.guards.authorizer, !authorizers.contains(where: { $0.name == name }) {
            messages.append("\(route.routeKey): there is no authorizer \(name)")
        }
        if route.streamsResponse && !kind.isREST {
            messages.append("\(route.routeKey): only a REST API streams responses")
        }
        let longest = route.streamsResponse ? .seconds(900) : RequestLimits.longestTimeout(isREST: kind.isREST)
        if let timeout = route.timeout, timeout < .milliseconds(50) || timeout > longest {
            messages.append("\(route.routeKey): a timeout is from 50 ms to \(longest.components.seconds) s")
        }
        return messages.map { error($0, route.source) }
    }

    /// The same for two routes that match the same requests.
    fileprivate func key(of route: GatewayConfiguration.Route) -> String {
        route.isDefault ? route.path : "\(route.method) \(pattern(of: route)?.shape ?? route.path)"
    }

    private var duplicates: [GatewayProblem] {
        var seen: [String: GatewayConfiguration.Route] = [:]
        return routes.compactMap { route in
            let key = key(of: route)
            guard let first = seen[key] else {
                seen[key] = route
                return nil
            }
            return error(
                "\(route.routeKey) for \(route.functionName) and \(first.routeKey) for \(first.functionName) "
                    + "are the same route",
                route.source
            )
        }
    }

    /// In a REST API's tree of resources, a parameter has one name.
    private var siblings: [GatewayProblem] {
        guard kind.isREST else { return [] }
        var names: [String: String] = [:]
        var problems: [GatewayProblem] = []
        for route in routes {
            var parent = ""
            for segment in pattern(of: route)?.segments ?? [] {
                let text: String
                switch segment {
                case .literal(let literal): text = literal
                case .parameter(let name): text = "{\(name)}"
                case .greedy(let name): text = "{\(name)+}"
                }
                if text.hasPrefix("{"), let other = names.updateValue(text, forKey: parent), other != text {
                    problems.append(
                        error(
                            "\(route.path): a sibling (\(other)) of this resource (\(text)) already has a variable "
                                + "path part -- only one is allowed",
                            route.source
                        )
                    )
                }
                parent += "/\(text)"
            }
        }
        return problems
    }

    private var corsProblems: [GatewayProblem] {
        guard case .http(let cors?) = kind else { return [] }
        var problems: [GatewayProblem] = []
        for origin in cors.allowOrigins
        where origin.contains("*") && !["*", "https://*", "http://*"].contains(origin) {
            problems.append(error("CORS: '\(origin)' never matches; the only wildcards are *, https://* and http://*"))
        }
        if cors.allowCredentials && cors.allowOrigins.contains("*") {
            problems.append(
                GatewayProblem(
                    severity: .warning,
                    message: "\(name): CORS: browsers send no credentials where every origin (*) is allowed",
                    source: source
                )
            )
        }
        return problems
    }
}
