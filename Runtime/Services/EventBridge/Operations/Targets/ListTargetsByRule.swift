import JSON
import ServiceKit
import Wire

/// Lists the targets of a rule.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html
struct ListTargetsByRule: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [
            .required("Rule", .string(length: 1...64, pattern: .resourceName)),
            .optional("EventBusName", .string(length: 1...1600, pattern: .busNameOrARN)),
            .optional("NextToken", .string(length: 1...2048)),
            .optional("Limit", .number(java: "Integer", range: 1...100)),
        ],
        java: "ListTargetsByRuleRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {

        let targets = try documents.rule(call.text("Rule") ?? "", call.busName(), call)["Targets"]?.arrayValue ?? []
        return try call.page(
            targets.map { (name: $0["Id"]?.stringValue ?? "", value: $0) }.sorted { $0.name < $1.name },
            "Targets"
        )
    }
}
