import JSON
import ServiceKit
import Wire

/// Lists the Contributor Insights rules, 500 at a time unless told otherwise.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeInsightRules.html
struct DescribeInsightRules: DocumentQuery<Metrics> {
    static let input = Shape.request(
        name,
        [.optional("NextToken", .string()), .optional("MaxResults", .number(java: "Integer", range: 1...500))]
    )
    static let output = Shape.reply([
        .optional("NextToken", .string()),
        .optional(
            "InsightRules",
            .list(
                .structure(
                    [
                        .optional("Name", .string()), .optional("State", .string()), .optional("Schema", .string()),
                        .optional("Definition", .string()), .optional("ManagedRule", .boolean),
                        .optional("ApplyOnTransformedLogs", .boolean),
                    ],
                    java: ""
                )
            )
        ),
    ])

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Metrics) throws(AWSError) -> JSON {
        let all = documents.all(call.shelf(InsightRule.kind)).map { name, rule in
            var shown = rule
            shown["Tags"] = nil
            return (name: name, value: JSON.object(shown))
        }
        let (page, next) = try Page.of(all, limit: call["MaxResults"]?.intValue ?? 500, token: call.text("NextToken"))
        var reply = JSON.Object([("InsightRules", .array(page))])
        reply["NextToken"] = next.map { .string($0) }
        return .object(reply)
    }
}
