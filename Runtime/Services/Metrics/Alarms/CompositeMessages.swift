import JSON
import ServiceKit
import Time
import Wire

/// What topics and functions are told of composite alarms alone.
extension CompositeAlarm {
    func notification() -> JSON.Object {
        JSON.Object([("AlarmRule", request["AlarmRule"] ?? .null), ("TriggeringChildren", triggeringChildren)])
    }

    private var triggeringChildren: JSON {
        let data = state.reasonData.flatMap { try? JSON(parsing: $0) }
        return .array(
            (data?["triggeringAlarms"]?.arrayValue ?? []).map { child in
                let state = child["state"]
                return [
                    "Arn": child["arn"] ?? .null,
                    "State": ["Value": state?["value"] ?? .null, "Timestamp": state?["timestamp"] ?? .null],
                ]
            }
        )
    }

    func configuration(_ ids: IDSource) -> JSON.Object {
        var configuration = JSON.Object([("alarmRule", request["AlarmRule"] ?? .null)])
        configuration["description"] = request["AlarmDescription"]
        for (name, member) in [
            ("actionsSuppressor", "ActionsSuppressor"), ("actionsSuppressorWaitPeriod", "ActionsSuppressorWaitPeriod"),
            ("actionsSuppressorExtensionPeriod", "ActionsSuppressorExtensionPeriod"),
        ] { configuration[name] = request[member] }
        return configuration
    }
}
