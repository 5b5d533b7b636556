/// Reads `RequestModel` and `RequestParameters` of an event, with the `Models` of its API.
///
/// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-requestmodel.html
struct RequestValidationReader {
    private let models: Fields?

    /// `api`: the properties of the API.
    init(api: Fields) { models = api.object("Models") }

    /// `nil` where nothing is looked at: API Gateway has no validator for a route whose model does not ask for one.
    func validation(_ event: Fields) -> Application.RequestValidation? {
        let parameters = requiredParameters(event)
        guard let model = event.object("RequestModel") else {
            reportUnchecked(parameters, event)
            return nil
        }
        model.allow(["Model", "Required", "ValidateBody", "ValidateParameters"])
        let schema = model.requiredString("Model").flatMap { self.schema($0, model) }
        var validation = Application.RequestValidation()
        if model.bool("ValidateBody") ?? false { validation.body = schema }
        if model.bool("ValidateParameters") ?? false {
            validation.requiredParameters = parameters
        } else {
            reportUnchecked(parameters, event)
        }
        return validation == Application.RequestValidation() ? nil : validation
    }

    private func schema(_ name: String, _ model: Fields) -> JSONSchema? {
        if let value = models?[name] {
            let all = (models?.value.members ?? []).map { ($0.key, $0.value) }
            return JSONSchemaReader(findings: model.findings, models: Dictionary(all) { $1 }).model(value)
        }
        model.findings.error(
            model.path(of: "Model"),
            "Unable to set RequestModel [\(name)] because it wasn't defined in the API's Models.",
            remedy: Spelling.remedy(for: name, among: models?.names ?? [])
        )
        return nil
    }

    private func requiredParameters(_ event: Fields) -> [Application.RequestParameter] {
        (event.list("RequestParameters") ?? []).flatMap { value -> [Application.RequestParameter] in
            guard let members = value.members else {
                // One that need not be there.
                _ = parameter(value.string ?? "", value, event)
                return []
            }
            return members.compactMap { member in
                guard let settings = Fields(member.value, at: member.value.path, event.findings) else { return nil }
                settings.allow(["Required", "Caching"])
                let known = parameter(member.key, member.value, event)
                return settings.bool("Required") ?? false ? known : nil
            }
        }
    }

    private func parameter(_ text: String, _ value: TemplateValue, _ event: Fields) -> Application.RequestParameter? {
        if let parameter = Application.RequestParameter(text) { return parameter }
        event.findings.error(
            value.path,
            "\"\(text)\" is no request parameter",
            remedy: "write method.request.header.NAME, method.request.querystring.NAME or method.request.path.NAME"
        )
        return nil
    }

    private func reportUnchecked(_ parameters: [Application.RequestParameter], _ event: Fields) {
        guard !parameters.isEmpty else { return }
        event.findings.note(
            event.path(of: "RequestParameters"),
            "nobody looks for required parameters without a RequestModel that says ValidateParameters"
        )
    }
}
