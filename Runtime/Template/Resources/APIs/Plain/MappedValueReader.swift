/// Reads the expressions that say what of a request goes where.
struct MappedValueReader {
    /// What `stageVariables.NAME` stands for.
    let stageVariables: [String: String]

    // MARK: REST APIs

    /// `method.request.header.X`, `context.X`, `stageVariables.X` or a text in single quotes; `nil` for what is none of
    /// these.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
    func rest(_ text: String) -> Application.MappedValue? {
        if text.count >= 2, text.hasPrefix("'"), text.hasSuffix("'") {
            return .text(String(text.dropFirst().dropLast()))
        }
        if text == "method.request.body" { return Application.MappedValue([.body([])]) }
        if let parameter = Application.RequestParameter(text.replacing("request.multivalue", with: "request.")) {
            return Application.MappedValue([
                text.contains(".multivalue") ? .allValues(parameter) : .parameter(parameter)
            ])
        }
        return common(text).map { Application.MappedValue([$0]) }
    }

    // MARK: HTTP APIs

    /// `$request.header.X`, a text with `${request.path.x}` in it, …; `nil` where a variable is unknown.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
    func http(_ text: String) -> Application.MappedValue? {
        if text.hasPrefix("$"), !text.hasPrefix("${") {
            return variable(String(text.dropFirst())).map { Application.MappedValue([$0]) }
        }
        var parts: [Application.MappedValue.Part] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            if start.lowerBound > rest.startIndex { parts.append(.text(String(rest[..<start.lowerBound]))) }
            guard let end = rest[start.upperBound...].firstIndex(of: "}"),
                let part = variable(String(rest[start.upperBound..<end]))
            else { return nil }
            parts.append(part)
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        return Application.MappedValue(parts)
    }

    private func variable(_ name: String) -> Application.MappedValue.Part? {
        if name == "request.path" { return .path }
        if name == "request.body" { return .body([]) }
        if let steps = after("request.body.", name) { return Self.steps(steps).map { .body($0) } }
        if let header = after("request.header.", name) { return .allValues(.init(.header, header)) }
        if let query = after("request.querystring.", name) { return .allValues(.init(.querystring, query)) }
        if let path = after("request.path.", name) { return .parameter(.init(.path, path)) }
        return common(name)
    }

    private func common(_ name: String) -> Application.MappedValue.Part? {
        if let variable = after("stageVariables.", name) { return .text(stageVariables[variable] ?? "") }
        guard let variable = after("context.", name) else { return nil }
        let isKnown = Self.context.contains(variable) || variable.hasPrefix("authorizer.")
        return isKnown ? .context(variable) : nil
    }

    /// What the gateway knows before anything is called.
    private static let context = [
        "accountId", "apiId", "domainName", "domainPrefix", "extendedRequestId", "httpMethod", "identity.apiKey",
        "identity.apiKeyId", "identity.sourceIp", "identity.userAgent", "path", "protocol", "requestId", "requestTime",
        "requestTimeEpoch", "resourceId", "resourcePath", "routeKey", "stage",
    ]

    private func after(_ prefix: String, _ text: String) -> String? {
        text.hasPrefix(prefix) && text.count > prefix.count ? String(text.dropFirst(prefix.count)) : nil
    }

    /// `["order", "items", "0"]` of `order.items[0]`; `nil` for filters and searches, which API Gateway has none of.
    private static func steps(_ path: String) -> [String]? {
        let text = path.replacing("[", with: ".").replacing("]", with: "")
        let steps = text.split(separator: "." as Character, omittingEmptySubsequences: false)
            .map { $0.filter { $0 != "'" && $0 != "\"" } }
        return steps.contains { $0.isEmpty || $0.contains { "?*()@:".contains($0) } } ? nil : steps
    }
}

extension Application.MappedValue {
    static func text(_ text: String) -> Application.MappedValue { Application.MappedValue([.text(text)]) }
}
