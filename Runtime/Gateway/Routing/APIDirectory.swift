import Wire

/// All the APIs of one gateway, and which of them a request means. The stages of an API stand one after the other, each
/// with the routes as it serves them.
///
/// On AWS every API has a host name of its own. Here they share a port, and a request finds its API so:
///
/// 1. A `Host` such as `{apiId}.execute-api.localhost:3000` names the API, as on AWS; no other is looked at.
/// 2. Every other host stands for all the APIs at once. A path that begins with the name of a stage, as it does on AWS,
///    belongs to that stage, even where that has no route for it; but for full matches of the whole path, such as
///    `/test/report` of an API beside another's stage `test`. Every other path means all the APIs: each answers at `/`,
///    whatever its stage, as people know it from `sam local`. Among several routes a full match beats a greedy one and
///    that beats `$default`; then the API, or the stage, that stands first in the configuration wins.
///    `GatewayConfiguration.problems` warns of routes that are out of reach that way and tells the address at which they
///    answer.
///
/// Functions see the path that AWS would show them, whichever address the client used.
struct APIDirectory: Sendable {
    let apis: [ServedAPI]
    /// The stages of each, in order.
    private let byID: [String: [ServedAPI]]

    init(_ configuration: GatewayConfiguration, _ maker: inout GuardMaker) {
        var apis: [ServedAPI] = []
        for api in configuration.apis {
            let authorizers = maker.authorizers(of: api)
            apis.append(
                ServedAPI(api, account: maker.account) { [maker] guards, method, path in
                    maker.routeGuard(guards, method: method, path: path, of: api, authorizers)
                }
            )
        }
        self.apis = apis
        byID = Dictionary(grouping: apis) { $0.identity.id.lowercased() }
    }

    /// The APIs that a host stands for, a name in lower case: one with all its stages, all, or none where it names an
    /// unknown one.
    func apis(host: String) -> ArraySlice<ServedAPI> {
        guard let dot = host.firstIndex(ofASCII: UInt8(ascii: ".")),
            host.firstRange(ofASCII: ".execute-api.")?.lowerBound == dot
        else { return apis[...] }
        return byID[String(host[..<dot])]?[...] ?? []
    }

    /// The best route among `apis`.
    static func match(_ method: String, _ path: Substring, among apis: ArraySlice<ServedAPI>) -> RouteMatch? {
        if let (match, _) = best(method, apis, { $0.withoutStage(path) }) { return match }
        guard let (match, fit) = best(method, apis, { _ in path }) else { return nil }
        return fit == .full || !apis.contains { $0.withoutStage(path) != nil } ? match : nil
    }

    private static func best(
        _ method: String,
        _ apis: ArraySlice<ServedAPI>,
        _ path: (ServedAPI) -> Substring?
    ) -> (match: RouteMatch, fit: ServedAPI.Fit)? {
        var best: (match: RouteMatch, fit: ServedAPI.Fit)?
        for api in apis where best?.fit != .full {
            guard let path = path(api) else { continue }
            let requestPath = RequestPath(path, trimsSlashes: api.identity.isREST)
            guard let (route, fit) = api.match(method, requestPath) else { continue }
            if best.map({ fit.rawValue < $0.fit.rawValue }) ?? true {
                best = (RouteMatch(api: api, route: route, path: requestPath), fit)
            }
        }
        return best
    }

    /// Those of `apis` that a path without a route is for: whose stage it names, or all.
    static func addressed(by path: Substring, among apis: ArraySlice<ServedAPI>) -> ArraySlice<ServedAPI> {
        let named = apis.filter { $0.withoutStage(path) != nil }
        return named.isEmpty ? apis : named[...]
    }
}

/// The route that a request takes.
struct RouteMatch {
    var api: ServedAPI
    var route: ServedRoute
    var path: RequestPath

    /// The path parameters by name, in the order of the path. REST APIs pass them on as the client encoded them.
    var parameters: [(name: String, value: String)] {
        route.pattern.map { path.parameters($0, decoded: !api.identity.isREST) } ?? []
    }
}
