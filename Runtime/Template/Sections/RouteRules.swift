import JSON
import Wire

/// What the functions behind routes need beside themselves: API Gateway has to be let in. SAM sees to that for its
/// events.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
struct RouteRules {
    let findings: Findings
    let account: AWSAccount

    func check(_ application: Application) {
        for api in application.httpAPIs { check(api.routes, "\(api.id)/\(api.stageName)", application) }
        for api in application.restAPIs { check(api.routes, "\(api.id)/\(api.stageName)", application) }
    }

    private func check(_ routes: [Application.Route], _ stage: String, _ application: Application) {
        for route in routes where route.credentials == nil {
            let sources = Self.places(of: route).map { account.arn("execute-api", "\(stage)/\($0)").description }
            guard application.functions.contains(where: { $0.name == route.functionName }),
                !application.functionPermissions.contains(where: { $0.lets(route, from: sources) })
            else { continue }
            findings.warning(
                route.source,
                "API Gateway may not invoke \(route.functionName): requests are answered 500",
                remedy: "add an AWS::Lambda::Permission with Action: lambda:InvokeFunction, Principal: "
                    + "apigateway.amazonaws.com and SourceArn: \(sources[0])"
            )
        }
    }

    /// What stands behind the stage in ARNs of its requests.
    private static func places(of route: Application.Route) -> [String] {
        if route.path == "$default" { return [route.path] }
        let all = ["*", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
        let methods = route.method == "ANY" ? all : [route.method]
        return methods.map { $0 + route.path }
    }
}

extension Application.FunctionPermission {
    /// Whether one of these ARNs may invoke the route's function.
    fileprivate func lets(_ route: Application.Route, from sources: [String]) -> Bool {
        guard functionName == route.functionName, qualifier == route.qualifier, isForAPIGateway else { return false }
        guard let pattern = request["SourceArn"]?.stringValue else { return true }
        return sources.contains { Wildcards.match(Array(pattern.utf8), Array($0.utf8)) }
    }
}
