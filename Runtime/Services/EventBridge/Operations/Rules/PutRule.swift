import EventPatterns
import JSON
import Schedules
import ServiceKit
import Time
import Wire

/// Makes a rule, or changes one; its targets stay.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
struct PutRule: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [
            .required("Name", .string(length: 1...64, pattern: .resourceName)),
            .optional("ScheduleExpression", .string(length: 0...256)),
            .optional("EventPattern", .string(length: 0...4096)),
            .optional(
                "State",
                .string(values: ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"])
            ), .optional("Description", .string(length: 0...512)), .optional("RoleArn", .string(length: 1...1600)),
            .optional("Tags", .tags), .optional("EventBusName", .string(length: 1...1600, pattern: .busNameOrARN)),
        ],
        java: "PutRuleRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let (name, bus) = (call.text("Name") ?? "", call.busName())
        _ = try documents.bus(bus, call)
        try check(bus)
        try ReservedTagKeys.check(call["Tags"], AWSError.validation)
        let key = Documents.ruleKey(name, bus)
        let shelf = call.shelf(Kind.rule)
        let arn = call.ruleARN(name, bus).description
        let before = documents[shelf, key]
        if before == nil {
            guard documents.rules(of: bus, call).count < Limits.rulesPerBus else { throw .limitExceeded }
            documents.setTags(call["Tags"], of: arn, call)
        }
        var rule = call.picked("Description", "EventPattern", "ScheduleExpression", "RoleArn")
        for name in ["EventPattern", "ScheduleExpression"] where rule.text(name) == "" { rule[name] = nil }
        rule["State"] = call["State"] ?? "ENABLED"
        rule["Targets"] = before?["Targets"]
        let isSame = before?["ScheduleExpression"] == rule["ScheduleExpression"] && before?["State"] == rule["State"]
        rule["Started"] = isSame ? before?["Started"] : JSON(call.now.millisecondsSinceEpoch)
        documents[shelf, key] = rule
        return ["RuleArn": .string(arn)]
    }

    private func check(_ bus: String) throws(AWSError) {
        let pattern = call.text("EventPattern").flatMap { $0.isEmpty ? nil : $0 }
        let schedule = call.text("ScheduleExpression").flatMap { $0.isEmpty ? nil : $0 }
        guard pattern != nil || schedule != nil else {
            throw .validation("Parameter(s) EventPattern or ScheduleExpression must be specified.")
        }
        if let pattern { _ = try EventPattern.read(pattern) }
        guard let schedule else { return }
        guard bus == "default" else {
            throw .validation("ScheduleExpression is supported only on the default event bus.")
        }
        switch ScheduleExpression(schedule) {
        case .rate, .cron: return
        case .at, nil: throw .validation("Parameter ScheduleExpression is not valid.")
        }
    }
}
