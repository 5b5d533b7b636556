import JSON
import ServiceKit
import Time
import Wire

/// Lets a rule rest: it matches nothing and its schedule does not fire.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html
struct DisableRule: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .required("Name", .string(length: 1...64, pattern: .resourceName)),
            .optional("EventBusName", .string(length: 1...1600, pattern: .busNameOrARN)),
        ],
        java: "DisableRuleRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {

        let (name, bus) = (call.text("Name") ?? "", call.busName())
        var rule = try documents.rule(name, bus, call)
        if rule.text("State") != "DISABLED" { rule["Started"] = JSON(call.now.millisecondsSinceEpoch) }
        rule["State"] = "DISABLED"
        documents[call.shelf(Kind.rule), Documents.ruleKey(name, bus)] = rule
        return [:]
    }
}
