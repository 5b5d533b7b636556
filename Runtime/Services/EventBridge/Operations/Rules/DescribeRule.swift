import JSON
import ServiceKit
import Wire

/// Tells of one rule.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html
struct DescribeRule: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [
            .required("Name", .string(length: 1...64, pattern: .resourceName)),
            .optional("EventBusName", .string(length: 1...1600, pattern: .busNameOrARN)),
        ],
        java: "DescribeRuleRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let (name, bus) = (call.text("Name") ?? "", call.busName())
        var description = try documents.rule(name, bus, call).ruleDescription(name, bus, call)
        description["CreatedBy"] = .string(call.account.id)
        return .object(description)
    }
}

extension JSON.Object {
    func ruleDescription(_ name: String, _ bus: String, _ call: RegionalCall) -> JSON.Object {
        var description = JSON.Object([("Name", .string(name)), ("Arn", .string(call.ruleARN(name, bus).description))])
        description.merge(
            picking("EventPattern", "ScheduleExpression", "State", "Description", "RoleArn", "ManagedBy")
        )
        description["EventBusName"] = .string(bus)
        return description
    }
}
