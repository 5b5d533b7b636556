import RegularExpressions

/// Reads integrations with web servers: `HTTP_PROXY`, and `HTTP` of REST APIs where no templates rewrite its messages.
struct WebTargetReader {
    /// The integration.
    let fields: Fields
    let stageVariables: [String: String]

    private var findings: Findings { fields.findings }
    private var values: MappedValueReader { MappedValueReader(stageVariables: stageVariables) }

    private typealias Mapping = Application.WebTarget.Mapping

    // MARK: HTTP APIs

    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html
    func http(path: String) -> Application.WebTarget? {
        guard isPublic, let uri = uri("IntegrationUri"), let method = method("IntegrationMethod") else { return nil }
        let names = RoutePath.parameters(of: path)
        for name in Self.placeholders(in: uri) where !names.contains(name) {
            findings.error(fields.path(of: "IntegrationUri"), "the route \(path) has no parameter {\(name)}")
        }
        var target = Application.WebTarget(uri: uri, method: method)
        target.mappings = names.map { Mapping(.overwrite, .pathParameter($0), .init([.parameter(.init(.path, $0))])) }
        target.mappings += mappings("RequestParameters")
        let isOverwritten = target.mappings.contains { $0.place == .path }
        if path == "$default", !isOverwritten {
            // A route that takes every path leads to the same paths of the server.
            let base = uri.prefix { $0 != "?" }
            target.uri = "\(base.hasSuffix("/") ? base.dropLast() : base){$path}\(uri.dropFirst(base.count))"
            target.mappings.append(Mapping(.overwrite, .pathParameter("$path"), .init([.path])))
        }
        return target
    }

    private func mappings(_ property: String) -> [Mapping] {
        (fields.object(property)?.value.members ?? []).compactMap { member in
            guard let text = fields.string(member.value), let (operation, place) = place(member) else { return nil }
            guard let value = operation == .remove ? .text("") : values.http(text) else {
                findings.error(member.value.path, "Hearth does not know what to take for \(text)")
                return nil
            }
            return Mapping(operation, place, value)
        }
    }

    /// `append:header.x`, `overwrite:querystring.x`, `overwrite:path`.
    private func place(_ member: TemplateValue.Member) -> (Mapping.Operation, Mapping.Place)? {
        let words = member.key.split(separator: ":", maxSplits: 1).map(String.init)
        let place: Mapping.Place? =
            switch words.last?.split(separator: ".", maxSplits: 1).map(String.init) {
            case ["path"]: .path
            case let parts? where parts.count == 2 && parts[0] == "header": .header(parts[1])
            case let parts? where parts.count == 2 && parts[0] == "querystring": .query(parts[1])
            default: nil
            }
        guard words.count == 2, let operation = Mapping.Operation(rawValue: words[0]), let place,
            place != .path || operation == .overwrite
        else {
            findings.error(
                member.value.path,
                "\"\(member.key)\" is no request parameter",
                remedy: "write append|overwrite|remove:header.NAME, append|overwrite|remove:querystring.NAME or "
                    + "overwrite:path"
            )
            return nil
        }
        if case .header(let name) = place, Self.isReserved(name.lowercased()) {
            findings.error(member.value.path, "Operations on header \(name) are restricted")
            return nil
        }
        return (operation, place)
    }

    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
    private static func isReserved(_ name: String) -> Bool {
        let families = ["access-control-", "apigw-", "x-amz-", "x-amzn-"]
        let names = [
            "authorization", "connection", "content-encoding", "content-length", "content-location", "forwarded",
            "keep-alive", "origin", "proxy-authenticate", "proxy-authorization", "te", "trailers", "transfer-encoding",
            "upgrade", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "via",
        ]
        return names.contains(name) || families.contains(where: name.hasPrefix)
    }

    // MARK: REST APIs

    /// `declared`: the parameters that the method's `RequestParameters` name.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
    func rest(isProxy: Bool, declared: [String]) -> Application.WebTarget? {
        guard isPublic, let uri = uri("Uri"), let method = method("IntegrationHttpMethod") else { return nil }
        var target = Application.WebTarget(uri: uri, method: method)
        target.mappings = restMappings(declared)
        for name in Self.placeholders(in: uri)
        where !target.mappings.contains(where: { $0.place == .pathParameter(name) }) {
            findings.error(
                fields.path(of: "Uri"),
                "nothing stands for {\(name)}",
                remedy: "map integration.request.path.\(name) in RequestParameters"
            )
        }
        guard !isProxy else {
            for name in ["RequestTemplates", "IntegrationResponses", "PassthroughBehavior"] where fields[name] != nil {
                findings.note(
                    fields.path(of: name),
                    "\(name) has no effect: HTTP_PROXY hands the request over and takes the response as it is"
                )
            }
            return target
        }
        guard hasNoTemplates("RequestTemplates", in: fields), let responses = responses() else { return nil }
        if fields.string("PassthroughBehavior") == "NEVER" {
            findings.error(
                fields.path(of: "PassthroughBehavior"),
                "NEVER refuses all requests where no template takes them"
            )
        }
        target.responses = responses
        return target
    }

    private func restMappings(_ declared: [String]) -> [Mapping] {
        (fields.object("RequestParameters")?.value.members ?? []).compactMap { member in
            guard let text = fields.string(member.value) else { return nil }
            let parts = member.key.split(separator: ".", maxSplits: 3).map(String.init)
            let place: Mapping.Place? =
                switch parts.count == 4 && parts[0] == "integration" && parts[1] == "request" ? parts[2] : "" {
                case "path": .pathParameter(parts[3])
                case "querystring": .query(parts[3])
                case "header": .header(parts[3])
                default: nil
                }
            guard let place, let value = values.rest(text) else {
                let wrong = place == nil ? member.key : text
                findings.error(
                    member.value.path,
                    "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
                        + "[Invalid mapping expression specified: \(wrong)]"
                )
                return nil
            }
            if text.hasPrefix("method.request."), text != "method.request.body", !declared.contains(Self.single(text)) {
                findings.error(
                    member.value.path,
                    "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
                        + "[Invalid mapping expression parameter specified: \(text)]",
                    remedy: "name \(Self.single(text)) in the method's RequestParameters"
                )
                return nil
            }
            return Mapping(.overwrite, place, value)
        }
    }

    private static func single(_ parameter: String) -> String {
        parameter.replacing("request.multivalue", with: "request.")
    }

    private func hasNoTemplates(_ property: String, in fields: Fields) -> Bool {
        let templates = (fields.object(property)?.value.members ?? []).filter { $0.value.string != "" }
        for template in templates { findings.error(template.value.path, "Hearth runs no VTL") }
        return templates.isEmpty
    }

    private func responses() -> [Application.WebTarget.Response]? {
        let all = fields.objects("IntegrationResponses")
        let read = all.map(response)
        if all.isEmpty {
            findings.warning(fields.path, "the integration has no IntegrationResponses: all requests fail")
        }
        return read.contains { $0 == nil } ? nil : read.compactMap { $0 }
    }

    private func response(_ fields: Fields) -> Application.WebTarget.Response? {
        fields.allow(["ContentHandling", "ResponseParameters", "ResponseTemplates", "SelectionPattern", "StatusCode"])
        if fields["ContentHandling"] != nil {
            findings.warning(fields.path(of: "ContentHandling"), "Hearth does not act on ContentHandling")
        }
        guard fields.requiredString("StatusCode") != nil, let status = fields.int("StatusCode", in: 100...599),
            hasNoTemplates("ResponseTemplates", in: fields)
        else { return nil }
        let pattern = fields.regularExpression("SelectionPattern")
        if pattern == nil, fields["SelectionPattern"] != nil { return nil }
        let members = fields.object("ResponseParameters")?.value.members ?? []
        let headers = members.map { header($0.key, $0.value) }
        if headers.contains(where: { $0 == nil }) { return nil }
        return .init(
            selectionPattern: pattern?.text.isEmpty == true ? nil : pattern,
            statusCode: status,
            headers: headers.compactMap { $0 }
        )
    }

    private func header(_ name: String, _ value: TemplateValue) -> Application.WebTarget.Response.Header? {
        let (own, server) = ("method.response.header.", "integration.response.header.")
        guard let text = fields.string(value) else { return nil }
        if name.hasPrefix(own) {
            let name = String(name.dropFirst(own.count))
            if text.hasPrefix(server) { return .init(name: name, value: .header(String(text.dropFirst(server.count)))) }
            if text.count >= 2, text.hasPrefix("'"), text.hasSuffix("'") {
                return .init(name: name, value: .text(String(text.dropFirst().dropLast())))
            }
        }
        findings.error(value.path, "Hearth takes \(own)NAME with \(server)NAME or a text in single quotes alone")
        return nil
    }

    // MARK: Both

    private var isPublic: Bool {
        guard fields.string("ConnectionType") == "VPC_LINK" else { return fields["ConnectionId"] == nil }
        findings.error(fields.path(of: "ConnectionType"), "Hearth cannot use VPC_LINK: there are no VPC links here")
        return false
    }

    private func uri(_ property: String) -> String? {
        guard let text = fields.requiredString(property) else { return nil }
        let uri = stageVariables.reduce(text) { $0.replacing("${stageVariables.\($1.key)}", with: $1.value) }
        let rest = ["http://", "https://"].first(where: uri.hasPrefix).map { uri.dropFirst($0.count) }
        if let host = rest?.prefix(while: { $0 != "/" && $0 != "?" }), !host.isEmpty { return uri }
        findings.error(fields.path(of: property), "Invalid HTTP endpoint specified for URI", remedy: "not \(uri)")
        return nil
    }

    /// `.some(nil)` for `ANY`.
    private func method(_ property: String) -> String?? {
        guard let text = fields.requiredString(property),
            let method = RouteMethod.checked(text, at: fields.path(of: property), findings)
        else { return nil }
        return .some(method == "ANY" ? nil : method)
    }

    private static func placeholders(in uri: String) -> [String] {
        var names: [String] = []
        var rest = uri[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            names.append(String(rest[rest.index(after: open)..<close]))
            rest = rest[rest.index(after: close)...]
        }
        return names
    }
}
