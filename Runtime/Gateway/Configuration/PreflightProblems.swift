import Template
import Wire

extension GatewayConfiguration.API {
    /// Routes for all methods that turn browsers' preflights away: these carry neither token nor signature, and only a
    /// route of their own lets them pass.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html#http-api-cors-default-route
    var preflightProblems: [GatewayProblem] {
        guard case .http(_?) = kind else { return [] }
        let served = ServedAPI(self, account: AWSAccount())
        return addresses.filter(\.takesAllMethods).compactMap { address in
            let path = RequestPath(address.path[...], trimsSlashes: false)
            guard let route = served.match("OPTIONS", path)?.route, route.wantsCredentials else { return nil }
            let remedy = address.routeKey == "$default" ? "/{proxy+}" : route.resource
            return GatewayProblem(
                severity: .warning,
                message: "\(name): CORS: \(address.routeKey) refuses browsers' preflights, which carry no credentials; "
                    + "a route OPTIONS \(remedy) without authorizer lets them pass",
                source: address.source
            )
        }
    }
}

extension GatewayConfiguration.API.Address {
    fileprivate var takesAllMethods: Bool { method == "ANY" || routeKey == "$default" }
}

extension ServedRoute {
    fileprivate var wantsCredentials: Bool {
        let guards: Application.RouteGuards
        switch integration {
        case .function(let route): guards = route.guards
        case .forwarded(let route): guards = route.guards
        case .mock: return false
        }
        return guards.authorizer != nil || guards.asksForSignature
    }
}
