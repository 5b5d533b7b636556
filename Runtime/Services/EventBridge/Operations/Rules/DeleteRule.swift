import JSON
import ServiceKit
import Wire

/// Removes a rule that has no targets left; one that is not there is no error.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html
struct DeleteRule: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .required("Name", .string(length: 1...64, pattern: .resourceName)),
            .optional("EventBusName", .string(length: 1...1600, pattern: .busNameOrARN)), .optional("Force", .boolean),
        ],
        java: "DeleteRuleRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let (name, bus) = (call.text("Name") ?? "", call.busName())
        _ = try documents.bus(bus, call)
        let key = Documents.ruleKey(name, bus)
        guard let rule = documents[call.shelf(Kind.rule), key] else { return [:] }
        guard rule["Targets"]?.arrayValue?.isEmpty ?? true else {
            throw .validation("Rule can't be deleted since it has targets.")
        }
        if rule["ManagedBy"] != nil && call["Force"] != true {
            throw AWSError(
                "ManagedRuleException",
                message: "Rule \(name) is managed and cannot be deleted without Force."
            )
        }
        documents[call.shelf(Kind.rule), key] = nil
        documents.setTags(nil, of: call.ruleARN(name, bus).description, call)
        return [:]
    }
}
