import JSON
import ServiceKit
import Wire

/// Lists the rules of a bus in the order of their names.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html
struct ListRules: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [
            .optional("NamePrefix", .string(length: 1...64, pattern: .resourceName)),
            .optional("EventBusName", .string(length: 1...1600, pattern: .busNameOrARN)),
            .optional("NextToken", .string(length: 1...2048)),
            .optional("Limit", .number(java: "Integer", range: 1...100)),
        ],
        java: "ListRulesRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let bus = call.busName()
        _ = try documents.bus(bus, call)
        let rules = documents.rules(of: bus, call).filter { $0.name.hasPrefix(call.text("NamePrefix") ?? "") }
        return try call.page(
            rules.map { name, rule in (name: name, value: .object(rule.ruleDescription(name, bus, call))) },
            "Rules"
        )
    }
}
