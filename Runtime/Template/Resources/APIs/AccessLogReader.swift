import Wire

/// Reads the access log of a stage: `AccessLogSettings` of an HTTP API, `AccessLogSetting` of a REST API.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-stage-accesslogsetting.html
struct AccessLogReader {
    let stage: Fields
    let property: String

    private var findings: Findings { stage.findings }

    func log() -> Application.AccessLog? {
        guard let fields = stage.object(property) else { return nil }
        fields.allow(["DestinationArn", "Format"])
        let group = fields.requiredString("DestinationArn").flatMap { self.group($0, fields) }
        let format = fields.requiredString("Format").flatMap { self.format($0, fields) }
        guard let group, let format else { return nil }
        return Application.AccessLog(group: group, format: format)
    }

    /// `arn:aws:logs:REGION:ACCOUNT:log-group:NAME`, with or without the `:*` that a group's ARN has.
    private func group(_ text: String, _ fields: Fields) -> String? {
        let path = fields.path(of: "DestinationArn")
        guard let arn = ARN(text), ["logs", "firehose"].contains(arn.service) else {
            findings.error(path, "\(text) is no ARN of a log group")
            return nil
        }
        let parts = arn.resource.split(separator: ":", maxSplits: 1).map(String.init)
        guard arn.service == "logs", parts.count == 2, parts[0] == "log-group" else {
            findings.warning(path, "Hearth writes access logs to log groups alone: there will be none in \(text)")
            return nil
        }
        return parts[1].hasSuffix(":*") ? String(parts[1].dropLast(2)) : parts[1]
    }

    private func format(_ text: String, _ fields: Fields) -> String? {
        let path = fields.path(of: "Format")
        let line = text.last == "\n" ? String(text.dropLast()) : text
        if line.contains("\n") {
            findings.error(path, "the access log format must be a single line")
            return nil
        }
        guard ["$context.requestId", "$context.extendedRequestId"].contains(where: line.contains) else {
            findings.error(
                path,
                "the access log format must have $context.requestId or $context.extendedRequestId in it"
            )
            return nil
        }
        return line
    }
}
