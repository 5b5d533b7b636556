/// Reads what all integrations of plain APIs have: the function behind them.
struct IntegrationReader {
    let fields: Fields
    /// What `${stageVariables.NAME}` stands for.
    let stageVariables: [String: String]

    /// The function that the URI leads to; `nil`, and a complaint, for another place.
    func function(_ property: String) -> FunctionARN? {
        guard let text = fields.requiredString(property) else { return nil }
        let uri = stageVariables.reduce(text) { $0.replacing("${stageVariables.\($1.key)}", with: $1.value) }
        let function = FunctionARN(integrationURI: uri)
        if function == nil { fields.findings.error(fields.path(of: property), "\(uri) leads to no function") }
        return function
    }

    /// Complains of integrations with anything but functions.
    func reportType(_ property: String, _ type: String) {
        fields.findings.error(
            fields.path(of: property),
            "Hearth cannot use \(type): routes lead to functions, by AWS_PROXY, or to web servers, by HTTP_PROXY"
        )
    }
}
