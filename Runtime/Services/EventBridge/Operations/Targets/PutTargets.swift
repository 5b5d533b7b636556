import JSON
import ServiceKit
import Wire

/// Adds targets to a rule; one with the id of another takes its place.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
struct PutTargets: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .required("Rule", .string(length: 1...64, pattern: .resourceName)),
            .optional("EventBusName", .string(length: 1...1600, pattern: .busNameOrARN)),
            .required("Targets", .list(.target, length: 1...100)),
        ],
        java: "PutTargetsRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let (name, bus) = (call.text("Rule") ?? "", call.busName())
        let new = call["Targets"]?.arrayValue ?? []
        for target in new { _ = try Target.arn(target) }
        var rule = try documents.rule(name, bus, call)
        for target in new {
            _ = try Target(target)
            try Target.checkDeadLetterQueue(target)
        }
        var targets = rule["Targets"]?.arrayValue ?? []
        for target in new {
            if let index = targets.firstIndex(where: { $0["Id"] == target["Id"] }) {
                targets[index] = target
            } else {
                targets.append(target)
            }
        }
        guard targets.count <= Limits.targetsPerRule else { throw .limitExceeded }
        rule["Targets"] = .array(targets)
        documents[call.shelf(Kind.rule), Documents.ruleKey(name, bus)] = rule
        return ["FailedEntryCount": 0, "FailedEntries": []]
    }
}
