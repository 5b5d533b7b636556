import JSON
import ServiceKit
import Time
import Wire

/// An action that lets a rule work or rest.
protocol RuleSwitch: DocumentChange<EventBridge> {
    static var state: String { get }
}

extension RuleSwitch {
    static var input: Shape {
        Shape.structure(
            [
                .required("Name", .string(length: 1...64, pattern: .resourceName)),
                .optional("EventBusName", .string(length: 1...1600, pattern: .busNameOrARN)),
            ],
            java: "\(name)Request"
        )
    }

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let (name, bus) = (call.text("Name") ?? "", call.busName())
        var rule = try documents.rule(name, bus, call)
        if rule.text("State") != Self.state { rule["Started"] = JSON(call.now.millisecondsSinceEpoch) }
        rule["State"] = .string(Self.state)
        documents[call.shelf(Kind.rule), Documents.ruleKey(name, bus)] = rule
        return [:]
    }
}
