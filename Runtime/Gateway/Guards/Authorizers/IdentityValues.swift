import Template
import Time
import Wire

/// The values of the identity sources of an authorizer in one request.
enum IdentityValues {
    /// `nil` where one is missing or empty.
    static func of(_ sources: [Application.IdentitySource], in routed: RoutedRequest) -> [String]? {
        var values: [String] = []
        values.reserveCapacity(sources.count)
        for source in sources {
            guard let value = value(source, routed), !value.isEmpty else { return nil }
            values.append(value)
        }
        return values
    }

    /// A parameter of the request as mappings name them.
    static func value(_ parameter: Application.RequestParameter, _ routed: RoutedRequest) -> String? {
        switch parameter.place {
        case .header: routed.request.headers[parameter.name]
        case .querystring: routed.queryValues.entries.first { $0.name == parameter.name }?.last
        case .path: routed.match.parameters.first { $0.name == parameter.name }?.value
        }
    }

    static func value(_ source: Application.IdentitySource, _ routed: RoutedRequest) -> String? {
        switch source {
        case .header(let name): routed.request.headers[name]
        case .queryString(let name): routed.queryValues.entries.first { $0.name == name }?.last
        case .stageVariable(let name): routed.api.stageVariables.first { $0.name == name }?.value
        case .context(let name): ContextVariables.value(name, routed)
        }
    }
}

/// The variables of `$context` that are known before a function is called.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
enum ContextVariables {
    static func value(_ name: String, _ routed: RoutedRequest) -> String? {
        switch name {
        case "accountId": routed.accountID
        case "apiId": routed.api.id
        case "domainName": routed.host.name
        case "domainPrefix": routed.host.prefix
        case "extendedRequestId": routed.ids.extended
        case "httpMethod": routed.request.method
        case "identity.apiKey": routed.apiKey?.value
        case "identity.apiKeyId": routed.apiKey?.id
        case "identity.sourceIp": routed.request.remoteAddress
        case "identity.userAgent": routed.userAgent
        case "path": routed.api.stagePrefix + routed.match.path.text
        case "protocol": "HTTP/1.1"
        case "requestId": routed.ids.request
        case "requestTime": routed.timeText
        case "requestTimeEpoch": String(routed.time.millisecondsSinceEpoch)
        case "resourceId": routed.match.route.resourceID
        case "resourcePath": routed.match.route.resource
        case "routeKey": routed.match.route.routeKey
        case "stage": routed.api.stageName
        default: name.hasPrefix("authorizer.") ? routed.authorization?.value(of: name) : nil
        }
    }
}
