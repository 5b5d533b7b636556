import JSON
import ServiceKit
import Wire

/// Lists the targets of a rule in the order in which they came.
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
            // There are so few that one digit says where a page ends.
            targets.enumerated().map { (name: "\($0.offset)", value: $0.element) },
            "Targets"
        )
    }
}
