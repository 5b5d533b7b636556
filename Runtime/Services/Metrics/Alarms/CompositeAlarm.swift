import JSON
import ServiceKit
import Wire

/// An alarm that looks at other alarms.
struct CompositeAlarm: StatefulAlarm {
    static let type = AlarmType.composite

    var name: String
    /// Members of `PutCompositeAlarm`.
    var request: JSON.Object
    var state: AlarmState
    var configured: Int64
    var tags: [String: String]
    let rule: AlarmRule
    let suppressor: ActionsSuppressor?

    /// Refuses what cannot be a composite alarm.
    init(_ request: JSON.Object, state: AlarmState, configured: Int64, tags: [String: String]) throws(AWSError) {
        self.request = request
        self.state = state
        self.configured = configured
        self.tags = tags
        name = request["AlarmName"]?.stringValue ?? ""
        rule = try AlarmRuleParser.rule(request["AlarmRule"]?.stringValue ?? "")
        suppressor = try Self.suppressor(request)
    }

    /// The names of the alarms that it depends on.
    var dependencies: Set<String> {
        Set(rule.children.map(\.name) + [suppressor?.alarm.name].compactMap(\.self))
    }

    func json(_ account: AWSAccount) -> JSON {
        var object = described(account)
        object["ActionsSuppressedBy"] = state.suppression.map { .string($0.cause.rawValue) }
        object["ActionsSuppressedReason"] = state.suppression.map { .string($0.reason) }
        return .object(object)
    }

    private static func suppressor(_ request: JSON.Object) throws(AWSError) -> ActionsSuppressor? {
        let periods = ["ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"]
        let seconds = periods.map { request[$0]?.nonNull?.intValue }
        guard let text = request["ActionsSuppressor"]?.nonNull?.stringValue else {
            for (period, value) in zip(periods, seconds) where value != nil {
                throw .validation("\(period) must be specified with ActionsSuppressor.")
            }
            return nil
        }
        for (period, value) in zip(periods, seconds) where value == nil {
            throw .validation("\(period) is required when ActionsSuppressor is specified.")
        }
        for (period, value) in zip(periods, seconds) where !(0...86_400 * 365).contains(value ?? 0) {
            throw .validation("\(period) must be a number of seconds of up to a year.")
        }
        return ActionsSuppressor(
            alarm: AlarmReference(text: text),
            waitSeconds: Int64(seconds[0] ?? 0),
            extensionSeconds: Int64(seconds[1] ?? 0)
        )
    }
}

extension ActionsSuppression {
    var reason: String { "Actions suppressed by \(cause.rawValue)" }
}
