/// Reads what a method's `RequestValidatorId` makes an API look at: `RequestModels` and `RequestParameters`.
struct MethodValidationReader {
    /// By id.
    private let validators: [String: Fields]
    /// By name.
    private let models: [String: Fields]

    /// API Gateway makes these for every API; nothing is wrong by them.
    private static let ownModels = ["Empty", "Error"]

    init(validators: [APIParts.Part], models: [APIParts.Part]) {
        self.validators = Dictionary(validators.map { ($0.id, $0.fields) }) { $1 }
        let named = models.map { ($0.fields.string("Name") ?? $0.path.tokens.last ?? "", $0.fields) }
        self.models = Dictionary(named) { $1 }
    }

    /// `nil` where nothing is looked at.
    func validation(_ method: Fields) -> Application.RequestValidation? {
        var validation = Application.RequestValidation()
        let (body, parameters) = (schema(method), requiredParameters(method))
        guard let id = method.string("RequestValidatorId") else {
            if body != nil || !parameters.isEmpty {
                let name = body == nil ? "RequestParameters" : "RequestModels"
                method.findings.note(method.path(of: name), "nobody looks at it without a RequestValidatorId")
            }
            return nil
        }
        guard let validator = validators[id] else {
            method.findings.error(method.path(of: "RequestValidatorId"), "the API has no request validator \(id)")
            return nil
        }
        if validator.bool("ValidateRequestBody") ?? false { validation.body = body }
        if validator.bool("ValidateRequestParameters") ?? false { validation.requiredParameters = parameters }
        return validation == Application.RequestValidation() ? nil : validation
    }

    private func schema(_ method: Fields) -> JSONSchema? {
        for member in method.object("RequestModels")?.value.members ?? [] {
            guard let name = method.string(member.value) else { continue }
            if member.key != "application/json" {
                method.findings.warning(member.value.path, "Hearth looks at bodies of application/json alone")
            } else if let model = models[name] {
                let reader = JSONSchemaReader(
                    findings: model.findings,
                    models: models.compactMapValues { $0["Schema"] }
                )
                return model["Schema"].flatMap(reader.model)
            } else if !Self.ownModels.contains(name) {
                method.findings.error(
                    member.value.path,
                    "the API has no model \(name)",
                    remedy: Spelling.remedy(for: name, among: models.keys)
                )
            }
        }
        return nil
    }

    private func requiredParameters(_ method: Fields) -> [Application.RequestParameter] {
        guard let parameters = method.object("RequestParameters") else { return [] }
        return parameters.names.compactMap { name in
            guard let parameter = Application.RequestParameter(name) else {
                parameters.findings.error(
                    parameters.path(of: name),
                    "\"\(name)\" is no request parameter",
                    remedy: "write method.request.header.NAME, method.request.querystring.NAME or "
                        + "method.request.path.NAME"
                )
                return nil
            }
            return parameters.bool(name) == true ? parameter : nil
        }
    }
}
