import JSON
import ServiceKit
import Wire

/// Removes targets of a rule; ids that are not there are no error.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemoveTargets.html
struct RemoveTargets: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .required("Rule", .string(length: 1...64, pattern: .resourceName)),
            .optional("EventBusName", .string(length: 1...1600, pattern: .busNameOrARN)),
            .required("Ids", .list(.string(length: 1...64, pattern: .resourceName), length: 1...100)),
            .optional("Force", .boolean),
        ],
        java: "RemoveTargetsRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let (name, bus) = (call.text("Rule") ?? "", call.busName())
        var rule = try documents.rule(name, bus, call)
        let ids = call["Ids"]?.arrayValue ?? []
        rule["Targets"] = .array((rule["Targets"]?.arrayValue ?? []).filter { !ids.contains($0["Id"] ?? "") })
        documents[call.shelf(Kind.rule), Documents.ruleKey(name, bus)] = rule
        return ["FailedEntryCount": 0, "FailedEntries": []]
    }
}
