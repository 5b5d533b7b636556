/// Reads an `AWS::ApiGateway::Method`.
struct MethodReader {
    let part: APIParts.Part
    let paths: ResourcePaths
    let authorization: AuthorizationReader
    let validation: MethodValidationReader
    let stageVariables: [String: String]

    /// What a request to the method gets.
    enum Method {
        case route(Application.Route)
        case forwarded(Application.ForwardedRoute)
        case mock(Application.MockMethod)
    }

    private var fields: Fields { part.fields }
    private var findings: Findings { fields.findings }

    private enum ResponseTransferMode: String, CaseIterable { case buffered = "BUFFERED", stream = "STREAM" }

    /// `nil`, and a complaint, for what can answer nothing.
    func method() -> Method? {
        var guards = authorization.guards(fields)
        guards.validation = validation.validation(fields)
        let method = fields.requiredString("HttpMethod")
            .flatMap { RouteMethod.checked($0, at: fields.path(of: "HttpMethod"), findings) }
        let path = path()
        guard let integration = fields.object("Integration") else {
            if fields["Integration"] == nil { fields.missing("Integration") }
            return nil
        }
        PropertyTable.methodIntegration.check(integration)
        guard let type = integration.requiredString("Type"), let method, let path else { return nil }
        let reader = IntegrationReader(fields: integration, stageVariables: stageVariables)
        switch type {
        case "AWS_PROXY": return route(method, path, guards, reader).map { .route($0) }
        case "HTTP", "HTTP_PROXY":
            return forwarded(method, path, guards, integration, isProxy: type == "HTTP_PROXY").map { .forwarded($0) }
        case "MOCK":
            guard let response = MockResponseReader(fields: integration).response() else { return nil }
            return .mock(.init(method: method, path: path, response: response, guards: guards, source: part.path))
        default:
            reader.reportType("Type", type)
            return nil
        }
    }

    private func path() -> String? {
        guard let id = fields.requiredString("ResourceId") else { return nil }
        if paths[id] == nil { findings.error(fields.path(of: "ResourceId"), "the API has no resource \(id)") }
        return paths[id]
    }

    private func route(
        _ method: String,
        _ path: String,
        _ guards: Application.RouteGuards,
        _ reader: IntegrationReader
    ) -> Application.Route? {
        let integration = reader.fields
        reportMappings(integration)
        if integration["RequestParameters"] != nil {
            findings.warning(integration.path(of: "RequestParameters"), "Hearth does not act on RequestParameters")
        }
        if let verb = integration.requiredString("IntegrationHttpMethod"), verb.uppercased() != "POST" {
            findings.error(
                integration.path(of: "IntegrationHttpMethod"),
                "functions are invoked by POST, not by \(verb)"
            )
        }
        let isStreamed = integration.choice("ResponseTransferMode", ResponseTransferMode.self) == .stream
        let limit = isStreamed ? 900_000 : APIEvent.Kind.rest.timeoutLimit
        let timeout = integration.int("TimeoutInMillis", in: 50...limit) ?? APIEvent.Kind.rest.timeoutLimit
        guard let function = reader.function("Uri") else { return nil }
        var route = Application.Route(
            method: method,
            path: path,
            payloadFormatVersion: .v1,
            timeout: .milliseconds(timeout),
            functionName: function.name,
            qualifier: function.qualifier,
            source: part.path
        )
        route.credentials = integration.string("Credentials")
        route.streamsResponse = isStreamed
        route.guards = guards
        return route
    }

    private func forwarded(
        _ method: String,
        _ path: String,
        _ guards: Application.RouteGuards,
        _ integration: Fields,
        isProxy: Bool
    ) -> Application.ForwardedRoute? {
        let limit = APIEvent.Kind.rest.timeoutLimit
        let timeout = integration.int("TimeoutInMillis", in: 50...limit) ?? limit
        let declared = fields.object("RequestParameters")?.names ?? []
        let reader = WebTargetReader(fields: integration, stageVariables: stageVariables)
        guard let target = reader.rest(isProxy: isProxy, declared: declared) else { return nil }
        return Application.ForwardedRoute(
            method: method,
            path: path,
            target: .web(target),
            timeout: .milliseconds(timeout),
            guards: guards,
            source: part.path
        )
    }

    private func reportMappings(_ integration: Fields) {
        for name in ["RequestTemplates", "IntegrationResponses", "PassthroughBehavior"] where integration[name] != nil {
            findings.note(
                integration.path(of: name),
                "\(name) has no effect: AWS_PROXY hands the request over and takes the response as it is"
            )
        }
    }
}
