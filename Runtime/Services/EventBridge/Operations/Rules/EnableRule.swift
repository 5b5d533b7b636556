import JSON
import ServiceKit
import Time
import Wire

/// Lets a rule match events and its schedule fire.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EnableRule.html
struct EnableRule: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .required("Name", .string(length: 1...64, pattern: .resourceName)),
            .optional("EventBusName", .string(length: 1...1600, pattern: .busNameOrARN)),
        ],
        java: "EnableRuleRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {

        let (name, bus) = (call.text("Name") ?? "", call.busName())
        var rule = try documents.rule(name, bus, call)
        if rule.text("State") != "ENABLED" { rule["Started"] = JSON(call.now.millisecondsSinceEpoch) }
        rule["State"] = "ENABLED"
        documents[call.shelf(Kind.rule), Documents.ruleKey(name, bus)] = rule
        return [:]
    }
}
