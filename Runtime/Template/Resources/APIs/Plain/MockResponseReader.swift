import RegularExpressions

/// Reads an integration of type `MOCK`: what a method answers by itself, such as the `OPTIONS` methods that CDK makes for
/// CORS.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
struct MockResponseReader {
    /// The integration.
    let fields: Fields

    private var findings: Findings { fields.findings }

    /// `nil`, and a complaint, where Hearth cannot tell what AWS would answer.
    func response() -> Application.MockResponse? {
        guard let status = requestedStatus() else { return nil }
        let responses = fields.objects("IntegrationResponses")
        let patterns = responses.map { $0.regularExpression("SelectionPattern") }
        let chosen = zip(responses, patterns).first { $1?.matchesWhole(status) ?? false }?.0
        guard let chosen = chosen ?? responses.first(where: { $0["SelectionPattern"] == nil }) else {
            findings.error(fields.path(of: "IntegrationResponses"), "none is for the status \(status)")
            return nil
        }
        chosen.allow(["ContentHandling", "ResponseParameters", "ResponseTemplates", "SelectionPattern", "StatusCode"])
        guard chosen.requiredString("StatusCode") != nil, let code = chosen.int("StatusCode", in: 100...599),
            let headers = headers(chosen), let body = body(chosen)
        else { return nil }
        return Application.MockResponse(statusCode: code, headers: headers, body: body)
    }

    /// The number in `{"statusCode": 200}`, which CDK writes as `{ statusCode: 200 }`.
    private func requestedStatus() -> String? {
        let path = fields.path(of: "RequestTemplates")
        guard let text = fields.stringMap("RequestTemplates")["application/json"] else {
            findings.error(path, "a MOCK integration needs a template for application/json that names a statusCode")
            return nil
        }
        let words = text.split { " \t\r\n{}\"':,".contains($0) }
        if words.count == 2, words[0] == "statusCode", Int(words[1]) != nil { return String(words[1]) }
        findings.error(path / "application/json", "Hearth runs no VTL: it takes {\"statusCode\": 200} alone")
        return nil
    }

    private func headers(_ response: Fields) -> [Application.MockResponse.Header]? {
        let prefix = "method.response.header."
        var headers: [Application.MockResponse.Header] = []
        for (name, value) in (response.object("ResponseParameters")?.value.members ?? []).map({ ($0.key, $0.value) }) {
            guard let text = response.string(value) else { return nil }
            guard name.hasPrefix(prefix), text.count >= 2, text.hasPrefix("'"), text.hasSuffix("'") else {
                findings.error(value.path, "Hearth takes \(prefix)NAME with a text in single quotes alone")
                return nil
            }
            headers.append(
                .init(name: String(name.dropFirst(prefix.count)), value: String(text.dropFirst().dropLast()))
            )
        }
        return headers
    }

    /// Empty where there is no template.
    private func body(_ response: Fields) -> String? {
        let templates = response.stringMap("ResponseTemplates")
        guard let text = templates["application/json"] ?? templates.values.first else { return "" }
        if !text.contains(where: { "$#".contains($0) }) { return text }
        findings.error(response.path(of: "ResponseTemplates"), "Hearth runs no VTL")
        return nil
    }
}
