import Wire

/// All the APIs of one gateway, and which of them a request means. The stages of an API stand one after the other, each
/// with the routes as it serves them.
///
/// On AWS every API has a host name of its own. Here they share a port, and a request finds its API so:
///
/// 1. A `Host` such as `{apiId}.execute-api.localhost:3000` names the API, as on AWS; no other is looked at.
/// 2. Every other host stands for all the APIs at once. Each answers at `/`, whatever its stage, as people know it from
///    `sam local`, and an API with a named stage also answers at `/{stage}`, so that paths copied from AWS work. Among
///    several routes a full match beats a greedy one and that beats `$default`; then the path with its stage beats the
///    one without; then the API, or the stage, that stands first in the configuration wins. `GatewayConfiguration.problems` warns of
///    routes that are out of reach that way and tells the address at which they answer.
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
        var best: (match: RouteMatch, rank: Int)?
        for api in apis {
            for (candidate, isBare) in [(api.withoutStage(path), 0), (path, 1)] {
                guard let candidate else { continue }
                let requestPath = RequestPath(candidate, trimsSlashes: api.identity.isREST)
                guard let (route, fit) = api.match(method, requestPath) else { continue }
                let rank = fit.rawValue * 2 + isBare
                if best.map({ rank < $0.rank }) ?? true {
                    best = (RouteMatch(api: api, route: route, path: requestPath), rank)
                }
            }
        }
        return best?.match
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
