import JSON
import ServiceKit
import Time
import Wire

/// What topics, functions and the history are told of a change.
extension AlarmTransition {
    func delivery(to target: ARN, _ context: ServiceContext) -> Delivery {
        let message = target.service == "lambda" ? event(account, context.ids) : notification(account)
        return Delivery(
            payload: message.bytes,
            principal: target.service == "lambda"
                ? "lambda.alarms.cloudwatch.amazonaws.com" : "cloudwatch.amazonaws.com",
            source: ARN(alarm.arn(account))
        )
    }

    /// The message that subscribers of a topic get.
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    private func notification(_ account: AWSAccount) -> JSON {
        var message = JSON.Object([
            ("AlarmName", .string(alarm.name)), ("AlarmDescription", alarm.request["AlarmDescription"] ?? .null),
            ("AWSAccountId", .string(account.id)),
            ("AlarmConfigurationUpdatedTimestamp", .string(Self.moment(alarm.configured))),
            ("NewStateValue", .string(alarm.state.value.rawValue)), ("NewStateReason", .string(alarm.state.reason)),
            ("StateChangeTime", .string(Self.moment(changed))),
            ("Region", .string(Self.regions[account.region] ?? account.region)),
            ("AlarmArn", .string(alarm.arn(account))), ("OldStateValue", .string(told.rawValue)),
        ])
        for (name, value) in [
            ("OKActions", AlarmState.Value.ok), ("AlarmActions", .alarm),
            ("InsufficientDataActions", .insufficientData),
        ] { message[name] = .array(alarm.actions(for: value).map { .string($0) }) }
        for member in alarm.notification().members { message[member.key] = member.value }
        return .object(message)
    }

    /// The event that functions get.
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
    private func event(_ account: AWSAccount, _ ids: IDSource) -> JSON {
        return [
            "source": "aws.cloudwatch", "alarmArn": .string(alarm.arn(account)),
            "accountId": .string(account.id), "time": .string(Self.moment(changed)),
            "region": .string(account.region),
            "alarmData": [
                "alarmName": .string(alarm.name), "state": Self.json(alarm.state), "previousState": previousState,
                "configuration": .object(alarm.configuration(ids)),
            ],
        ]
    }

    /// When the value changed, which may be before the actions that tell of it.
    private var changed: Int64 { alarm.state.transitioned ?? alarm.state.updated }

    /// Of a change that is told later, its value alone is known.
    private var previousState: JSON { isOfValue ? Self.json(former) : ["value": .string(told.rawValue)] }

    private static func json(_ state: AlarmState) -> JSON {
        var json = JSON.Object([
            ("value", .string(state.value.rawValue)), ("reason", .string(state.reason)),
            ("timestamp", .string(moment(state.updated))),
        ])
        json["reasonData"] = state.reasonData.map { .string($0) }
        json["actionsSuppressedBy"] = state.suppression.map { .string($0.cause.rawValue) }
        json["actionsSuppressedReason"] = state.suppression.map { .string($0.reason) }
        return .object(json)
    }

    /// `2026-11-21T10:05:00.000+0000`.
    static func moment(_ nanoseconds: Int64) -> String {
        Timestamp(nanosecondsSinceEpoch: nanoseconds).iso8601Milliseconds.dropLast() + "+0000"
    }

    private static let regions = [
        "us-east-1": "US East (N. Virginia)", "us-east-2": "US East (Ohio)", "us-west-1": "US West (N. California)",
        "us-west-2": "US West (Oregon)", "eu-west-1": "EU (Ireland)", "eu-west-2": "EU (London)",
        "eu-west-3": "EU (Paris)", "eu-central-1": "EU (Frankfurt)", "eu-north-1": "EU (Stockholm)",
        "ap-south-1": "Asia Pacific (Mumbai)", "ap-southeast-1": "Asia Pacific (Singapore)",
        "ap-southeast-2": "Asia Pacific (Sydney)", "ap-northeast-1": "Asia Pacific (Tokyo)",
        "ap-northeast-2": "Asia Pacific (Seoul)", "ca-central-1": "Canada (Central)",
        "sa-east-1": "South America (Sao Paulo)",
    ]

    // MARK: History

    func historyItem(_ now: Timestamp) -> AlarmStore.HistoryItem {
        let data: JSON = ["version": "1.0", "oldState": former.ofHistory, "newState": alarm.state.ofHistory]
        return AlarmStore.HistoryItem(
            alarm: alarm.name,
            type: alarm.type,
            instant: now,
            kind: .stateUpdate,
            summary: "Alarm updated from \(former.value.rawValue) to \(alarm.state.value.rawValue)",
            data: data.text
        )
    }

    func historyItem(
        _ result: Result<Void, AWSError>,
        _ action: String,
        _ now: Timestamp
    ) -> AlarmStore.HistoryItem {
        var (state, error) = ("Succeeded", JSON.null)
        if case .failure(let failure) = result { (state, error) = ("Failed", .string(failure.message)) }
        let data: JSON = [
            "actionState": .string(state), "notificationResource": .string(action),
            "stateUpdateTimestamp": JSON(alarm.state.updated / 1_000_000), "error": error,
        ]
        let summary = state == "Succeeded" ? "Successfully executed action" : "Failed to execute action"
        return AlarmStore.HistoryItem(
            alarm: alarm.name,
            type: alarm.type,
            instant: now,
            kind: .action,
            summary: "\(summary) \(action)",
            data: data.text
        )
    }
}

extension AlarmState {
    /// As the history tells it.
    fileprivate var ofHistory: JSON {
        var object = JSON.Object([("stateValue", .string(value.rawValue)), ("stateReason", .string(reason))])
        object["stateReasonData"] = reasonData.flatMap { try? JSON(parsing: $0) }
        return .object(object)
    }
}
