import JSON
import ServiceKit
import Wire

/// Makes a Contributor Insights rule, or puts another definition in its place.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutInsightRule.html
struct PutInsightRule: DocumentChange<Metrics> {
    static let input = Shape.request(
        name,
        [
            .required("RuleName", .ruleName), .optional("RuleState", InsightRule.state),
            .required("RuleDefinition", .string(length: 1...8192)), .optional("Tags", .tags),
            .optional("ApplyOnTransformedLogs", .boolean),
        ]
    )
    static let output = Shape.emptyReply

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Metrics) throws(AWSError) -> JSON {
        let (name, definition) = (call.text("RuleName") ?? "", call.text("RuleDefinition") ?? "")
        let shelf = call.shelf(InsightRule.kind)
        let former = documents[shelf, name]
        var rule = JSON.Object([
            ("Name", .string(name)), ("State", call["RuleState"] ?? "ENABLED"),
            ("Schema", .string(try InsightRule.schema(definition))), ("Definition", .string(definition)),
            ("ManagedRule", false), ("ApplyOnTransformedLogs", call["ApplyOnTransformedLogs"] ?? false),
        ])
        rule["Tags"] = former == nil ? call["Tags"] : former?["Tags"]
        documents[shelf, name] = rule
        return [:]
    }
}
