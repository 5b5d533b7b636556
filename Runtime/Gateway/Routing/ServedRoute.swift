import Lambda
import Template
import Wire

/// A route made ready for requests.
final class ServedRoute: Sendable {
    /// What answers.
    enum Integration: Sendable {
        case function(GatewayConfiguration.Route)
        /// A web server or a service.
        case forwarded(Application.ForwardedRoute)
        /// The gateway itself: methods of REST APIs with an integration of type `MOCK`, and the `OPTIONS` methods that SAM
        /// adds.
        case mock(HTTPResponse)
    }

    let api: ServedAPI.Identity
    /// `GET /books/{book_id}` or `$default`.
    let routeKey: String
    /// `/books/{book_id}` or `$default`.
    let resource: String
    /// What a REST API calls the resource in events.
    let resourceID: String
    /// Without segments for `$default`.
    let pattern: RoutePattern?
    let integration: Integration
    /// `nil`: everybody may pass.
    let routeGuard: RouteGuard?

    /// Whether clients get the response as the function makes it.
    var streamsResponse: Bool {
        if case .function(let route) = integration { route.streamsResponse && api.isREST } else { false }
    }

    /// What `service(for:)` answers where the route is for one method.
    private let service: InvokingService?

    /// As whom the gateway invokes the function; `nil` where it has a role for that. A permission of the function must
    /// name the method's ARN, with the path as the route has it.
    func service(for method: String) -> InvokingService? {
        if let service { return service }
        guard case .function(let route) = integration, route.credentials == nil else { return nil }
        return Self.service(route, method, api)
    }

    private static func service(
        _ route: GatewayConfiguration.Route,
        _ method: String,
        _ api: ServedAPI.Identity
    ) -> InvokingService {
        let place = route.isDefault ? "$default" : "\(method)\(route.path)"
        return InvokingService(principal: "apigateway.amazonaws.com", sourceARN: "\(api.stageARN)/\(place)")
    }

    init(
        _ method: String,
        _ path: String,
        pattern: RoutePattern?,
        api: ServedAPI.Identity,
        routeGuard: RouteGuard? = nil,
        integration: Integration
    ) {
        self.api = api
        self.routeKey = path == "$default" ? path : "\(method) \(path)"
        self.resource = path
        self.resourceID = ResourceID.of(path)
        self.pattern = pattern
        self.integration = integration
        self.routeGuard = routeGuard
        if case .function(let route) = integration, route.credentials == nil, route.method != "ANY" || route.isDefault {
            service = Self.service(route, method, api)
        } else {
            service = nil
        }
    }

    /// Stands for the routes that an API does not have.
    init(nowhereIn api: ServedAPI.Identity) {
        self.api = api
        routeKey = ""
        resource = ""
        resourceID = ""
        pattern = nil
        integration = .mock(HTTPResponse())
        routeGuard = nil
        service = nil
    }
}
