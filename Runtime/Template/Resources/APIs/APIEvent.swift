import JSON

/// An event of a function that makes a route of an API.
struct APIEvent {
    enum Kind: String, CaseIterable {
        case http = "HttpApi"
        case rest = "Api"

        var apiType: String { "AWS::Serverless::\(rawValue)" }
        /// The type of an API that is made of plain resources: its parts have types of their own.
        var plainAPIType: String { self == .http ? "AWS::ApiGatewayV2::Api" : "AWS::ApiGateway::RestApi" }
        var parts: KeyValuePairs<String, PropertyTable> {
            self == .http ? PropertyTable.httpAPIParts : PropertyTable.restAPIParts
        }
        /// The property that names the API, in an event and in a part.
        var apiProperty: String { self == .http ? "ApiId" : "RestApiId" }
        /// The logical id of the API that SAM makes for events without that property.
        var implicitAPI: String { self == .http ? "ServerlessHttpApi" : "ServerlessRestApi" }
        var implicitProperties: JSON { self == .http ? [:] : ["StageName": "Prod"] }
        var properties: PropertyTable { self == .http ? .httpAPIEvent : .restAPIEvent }
        /// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
        var timeoutLimit: Int { self == .http ? 30_000 : 29_000 }
    }

    var kind: Kind
    /// The function's, with the event's behind it: SAM calls what it makes of the event so.
    var logicalID: String
    var apiLogicalID: String
    /// Without what guards it.
    var route: Application.Route
    /// The event's own `Auth`.
    var auth: Fields?
    /// The event's own `RouteSettings`.
    var settings: Fields?
    /// All its properties.
    var properties: Fields
}

/// Reads one event of type `HttpApi` or `Api`.
struct APIEventReader {
    let kind: APIEvent.Kind
    /// The event's.
    let name: String
    let fields: Fields
    let resolver: Resolver

    private var findings: Findings { fields.findings }

    private enum ResponseTransferMode: String, CaseIterable { case buffered = "BUFFERED", stream = "RESPONSE_STREAM" }

    /// The event; `nil`, and complaints, when it makes no route.
    func event(of function: Application.Function) -> APIEvent? {
        kind.properties.check(fields)
        guard let (method, path) = methodAndPath(), let api = apiLogicalID() else { return nil }
        let isStreamed = kind == .rest && fields.choice("ResponseTransferMode", ResponseTransferMode.self) == .stream
        // The limit of streamed responses is that of functions.
        let limit = isStreamed ? 900_000 : kind.timeoutLimit
        let timeout = fields.int("TimeoutInMillis", in: 50...limit) ?? kind.timeoutLimit
        var route = Application.Route(
            method: method,
            path: path,
            payloadFormatVersion: payloadFormatVersion(),
            timeout: .milliseconds(timeout),
            functionName: function.name,
            qualifier: function.autoPublishAlias,
            source: fields.path.parent ?? fields.path
        )
        route.streamsResponse = isStreamed
        let auth = fields.object("Auth")
        if let auth { (kind == .http ? PropertyTable.httpEventAuth : .restEventAuth).check(auth) }
        let settings = fields.object("RouteSettings")
        return APIEvent(
            kind: kind,
            logicalID: function.logicalID + name,
            apiLogicalID: api,
            route: route,
            auth: auth,
            settings: settings,
            properties: fields
        )
    }

    /// An `HttpApi` event with neither takes all that no other route takes.
    private func methodAndPath() -> (method: String, path: String)? {
        if kind == .http, fields["Path"] == nil, fields["Method"] == nil { return ("ANY", "$default") }
        let method = fields.requiredString("Method")
            .flatMap { RouteMethod.checked($0, at: fields.path(of: "Method"), findings) }
        let path = fields.requiredString("Path").flatMap(checkedPath)
        guard let method, let path else { return nil }
        return (path == "$default" ? "ANY" : method, path)
    }

    private func checkedPath(_ text: String) -> String? {
        if kind == .http, text == "$default" { return text }
        if let complaint = RoutePath.complaint(about: text) {
            findings.error(fields.path(of: "Path"), complaint)
            return nil
        }
        // A REST API takes no notice of a slash at the end.
        return kind == .rest && text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private func payloadFormatVersion() -> Application.Route.PayloadFormatVersion {
        guard kind == .http else { return .v1 }
        return fields.choice("PayloadFormatVersion", Application.Route.PayloadFormatVersion.self) ?? .v2
    }

    /// `!Ref Api` has become the API's id by now; SAM takes a logical id as well.
    private func apiLogicalID() -> String? {
        guard let value = fields[kind.apiProperty] else { return implicitAPI() }
        if value.isUnresolved { return nil }
        let apis = resolver.resources.all(ofType: kind.apiType).map(\.logicalID)
        let api = apis.first { $0 == value.string || resolver.emulator.apiID($0) == value.string }
        if api == nil {
            findings.error(
                value.path,
                "\(kind.apiProperty) must be a valid reference to an '\(kind.apiType)' resource in same template.",
                remedy: value.string.flatMap { Spelling.remedy(for: $0, among: apis) }
            )
        }
        return api.flatMap { resolver.ref($0, at: value.path).isUnresolved ? nil : $0 }
    }

    /// SAM makes it of the events that it sees, and it sees none behind a function such as `Fn::If`.
    private func implicitAPI() -> String? {
        if let api = resolver.resources[kind.implicitAPI] { return api.type == kind.apiType ? api.logicalID : nil }
        findings.error(
            fields.path,
            "SAM makes no \(kind.implicitAPI) for an event that is written as a function",
            remedy: "name an API by \(kind.apiProperty)"
        )
        return nil
    }
}
