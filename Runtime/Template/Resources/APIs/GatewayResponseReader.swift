/// Reads gateway responses: SAM's `GatewayResponses` and `AWS::ApiGateway::GatewayResponse`.
struct GatewayResponseReader {
    let findings: Findings

    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
    private static let types = [
        "ACCESS_DENIED", "API_CONFIGURATION_ERROR", "AUTHORIZER_CONFIGURATION_ERROR", "AUTHORIZER_FAILURE",
        "BAD_REQUEST_BODY", "BAD_REQUEST_PARAMETERS", "DEFAULT_4XX", "DEFAULT_5XX", "EXPIRED_TOKEN",
        "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT", "INVALID_API_KEY", "INVALID_SIGNATURE",
        "MISSING_AUTHENTICATION_TOKEN", "QUOTA_EXCEEDED", "REQUEST_TOO_LARGE", "RESOURCE_NOT_FOUND", "THROTTLED",
        "UNAUTHORIZED", "UNSUPPORTED_MEDIA_TYPE", "WAF_FILTERED",
    ]

    private static let parameters = PropertyTable(
        acted: ["Headers"],
        kept: ["Paths": onlyHeaders, "QueryStrings": onlyHeaders]
    )
    private static let onlyHeaders = "a response has headers alone"

    /// Those of an API's properties, by type.
    func responses(ofAPI fields: Fields) -> [Application.GatewayResponse] {
        (fields.object("GatewayResponses")?.value.members ?? []).compactMap { member in
            guard let own = Fields(member.value, at: member.value.path, findings) else { return nil }
            own.allow(["ResponseParameters", "ResponseTemplates", "StatusCode"])
            guard var response = response(member.key, own, typeAt: own.path) else { return nil }
            let parameters = own.object("ResponseParameters")
            parameters.map(Self.parameters.check)
            response.headers = headers(parameters?.object("Headers"), prefix: "")
            return response
        }
    }

    /// Of a resource of its own.
    func response(_ fields: Fields) -> (response: Application.GatewayResponse, apiID: String)? {
        fields.allow(["ResponseParameters", "ResponseTemplates", "ResponseType", "RestApiId", "StatusCode"])
        guard let type = fields.requiredString("ResponseType"), let apiID = fields.requiredString("RestApiId"),
            var response = response(type, fields, typeAt: fields.path(of: "ResponseType"))
        else { return nil }
        response.headers = headers(fields.object("ResponseParameters"), prefix: "gatewayresponse.header.")
        return (response, apiID)
    }

    private func response(_ type: String, _ fields: Fields, typeAt path: JSONPath) -> Application.GatewayResponse? {
        guard Self.types.contains(type) else {
            findings.error(
                path,
                "there is no gateway response \(type)",
                remedy: Spelling.remedy(for: type, among: Self.types)
            )
            return nil
        }
        var response = Application.GatewayResponse(type: type)
        response.statusCode = fields.int("StatusCode", in: 200...599)
        response.templates = fields.stringMap("ResponseTemplates")
        for (mediaType, text) in response.templates where !Self.isPlain(text) {
            findings.error(
                fields.path(of: "ResponseTemplates") / mediaType,
                "Hearth fills in $context.… and $stageVariables.…, and runs no other VTL"
            )
        }
        return response
    }

    /// Nothing but `$context.…` and `$stageVariables.…` stands for something else in it.
    private static func isPlain(_ text: String) -> Bool {
        let variables = text.split(separator: "$", omittingEmptySubsequences: false).dropFirst()
        let directives = ["#set", "#if", "#foreach", "#end", "#else", "#define", "#macro", "#include", "#parse"]
        return variables.allSatisfy { $0.hasPrefix("context.") || $0.hasPrefix("stageVariables.") }
            && !directives.contains(where: text.contains)
    }

    private func headers(_ fields: Fields?, prefix: String) -> [Application.GatewayResponse.Header] {
        (fields?.value.members ?? []).compactMap { member in
            if !prefix.isEmpty,
                ["gatewayresponse.path.", "gatewayresponse.querystring."].contains(where: member.key.hasPrefix)
            {
                findings.note(member.value.path, "\(member.key) has no effect here: \(Self.onlyHeaders)")
                return nil
            }
            guard member.key.hasPrefix(prefix) else {
                findings.error(member.value.path, "\(member.key) is no \(prefix)NAME")
                return nil
            }
            guard let text = fields?.string(member.key), let value = value(text, member.value.path) else { return nil }
            return .init(name: String(member.key.dropFirst(prefix.count)), value: value)
        }
    }

    /// `'text'`, `method.request.header.X` or `context.X`.
    private func value(_ text: String, _ path: JSONPath) -> Application.GatewayResponse.Value? {
        if text.count >= 2, text.hasPrefix("'"), text.hasSuffix("'") {
            return .text(String(text.dropFirst().dropLast()))
        }
        if text.hasPrefix("context.") { return .context(String(text.dropFirst("context.".count))) }
        if let parameter = Application.RequestParameter(text) { return .parameter(parameter) }
        findings.error(
            path,
            "API Gateway takes no value \(text)",
            remedy: "a text stands in single quotes: \"'\(text)'\""
        )
        return nil
    }
}
