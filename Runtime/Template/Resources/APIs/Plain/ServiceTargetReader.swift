/// Reads integrations of HTTP APIs with actions of services: those with an `IntegrationSubtype`.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
struct ServiceTargetReader {
    /// The integration.
    let fields: Fields
    let stageVariables: [String: String]

    private var findings: Findings { fields.findings }

    private static let others = [
        "AppConfig-GetConfiguration", "Kinesis-PutRecord", "StepFunctions-StartExecution",
        "StepFunctions-StartSyncExecution", "StepFunctions-StopExecution",
    ]

    func target() -> Application.ServiceTarget? {
        guard let subtype = fields.requiredString("IntegrationSubtype") else { return nil }
        guard let action = Application.ServiceTarget.Action(rawValue: subtype) else {
            let known = Application.ServiceTarget.Action.allCases.map(\.rawValue)
            let isOther = Self.others.contains(subtype)
            findings.error(
                fields.path(of: "IntegrationSubtype"),
                isOther ? "Hearth cannot use \(subtype): the service is not here" : "unknown subtype \(subtype)",
                remedy: isOther ? nil : Spelling.remedy(for: subtype, among: known + Self.others)
            )
            return nil
        }
        if fields["CredentialsArn"] == nil { fields.missing("CredentialsArn") }
        let parameters = parameters(of: action)
        let names = parameters.map(\.name)
        for name in action.parameters.required where !names.contains(name) {
            findings.error(
                fields.path(of: "RequestParameters"),
                "\(subtype) needs the parameter \(name)"
            )
        }
        return Application.ServiceTarget(action: action, parameters: parameters)
    }

    private func parameters(
        of action: Application.ServiceTarget.Action
    ) -> [Application.ServiceTarget.Parameter] {
        let known = action.parameters.required + action.parameters.optional
        let values = MappedValueReader(stageVariables: stageVariables)
        return (fields.object("RequestParameters")?.value.members ?? []).compactMap { member in
            guard known.contains(member.key) else {
                findings.error(
                    member.value.path,
                    "\(action.rawValue) has no parameter \(member.key)",
                    remedy: Spelling.remedy(for: member.key, among: known)
                )
                return nil
            }
            guard let text = fields.string(member.value) else { return nil }
            guard let value = values.http(text) else {
                findings.error(member.value.path, "Hearth does not know what to take for \(text)")
                return nil
            }
            return .init(name: member.key, value: value)
        }
    }
}
