import JSON
import ServiceKit
import Wire

/// Lists the rules of a bus that send events to a target.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRuleNamesByTarget.html
struct ListRuleNamesByTarget: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [
            .required("TargetArn", .string(length: 1...1600)),
            .optional("EventBusName", .string(length: 1...1600, pattern: .busNameOrARN)),
            .optional("NextToken", .string(length: 1...2048)),
            .optional("Limit", .number(java: "Integer", range: 1...100)),
        ],
        java: "ListRuleNamesByTargetRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let bus = call.busName()
        _ = try documents.bus(bus, call)
        let rules = documents.rules(of: bus, call).filter { _, rule in
            rule["Targets"]?.arrayValue?.contains { $0["Arn"] == call["TargetArn"] } ?? false
        }
        return try call.page(rules.map { (name: $0.name, value: .string($0.name)) }, "RuleNames")
    }
}
