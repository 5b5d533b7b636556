import JSON
import ServiceKit
import Time
import Wire

/// What topics, functions and the history are told of a change.
extension AlarmTransition {
    func delivery(to target: ARN, _ context: ServiceContext) -> Delivery {
        let account = context.account
        let message = target.service == "lambda" ? event(account, context.ids) : notification(account)
        return Delivery(
            payload: message.bytes,
            principal: target.service == "lambda"
                ? "lambda.alarms.cloudwatch.amazonaws.com" : "cloudwatch.amazonaws.com",
            source: ARN(MetricAlarm.arn(alarm.name, account))
        )
    }

    /// The message that subscribers of a topic get.
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    private func notification(_ account: AWSAccount) -> JSON {
        [
            "AlarmName": .string(alarm.name), "AlarmDescription": alarm.request["AlarmDescription"] ?? .null,
            "AWSAccountId": .string(account.id),
            "AlarmConfigurationUpdatedTimestamp": .string(Self.moment(alarm.configured)),
            "NewStateValue": .string(alarm.state.value.rawValue), "NewStateReason": .string(alarm.state.reason),
            "StateChangeTime": .string(Self.moment(alarm.state.updated)),
            "Region": .string(Self.regions[account.region] ?? account.region),
            "AlarmArn": .string(MetricAlarm.arn(alarm.name, account)), "OldStateValue": .string(former.value.rawValue),
            "OKActions": .array(alarm.actions(for: .ok).map { .string($0) }),
            "AlarmActions": .array(alarm.actions(for: .alarm).map { .string($0) }),
            "InsufficientDataActions": .array(alarm.actions(for: .insufficientData).map { .string($0) }),
            "Trigger": trigger,
        ]
    }

    private var trigger: JSON {
        let request = alarm.request
        var trigger = JSON.Object()
        if let metrics = request["Metrics"] {
            trigger["Metrics"] = metrics
            trigger["Period"] = JSON(alarm.period)
        } else {
            let statistic = request["Statistic"]?.stringValue
            trigger["MetricName"] = request["MetricName"]
            trigger["Namespace"] = request["Namespace"]
            trigger["StatisticType"] = statistic == nil ? "ExtendedStatistic" : "Statistic"
            trigger[statistic == nil ? "ExtendedStatistic" : "Statistic"] =
                statistic.map { .string(Self.upper($0)) } ?? request["ExtendedStatistic"]
            trigger["Unit"] = request["Unit"] ?? .null
            trigger["Dimensions"] = .array(
                (request["Dimensions"]?.arrayValue ?? []).map {
                    ["value": $0["Value"] ?? .null, "name": $0["Name"] ?? .null]
                }
            )
            trigger["Period"] = request["Period"]
        }
        trigger["EvaluationPeriods"] = request["EvaluationPeriods"]
        trigger["DatapointsToAlarm"] = request["DatapointsToAlarm"]
        trigger["ComparisonOperator"] = request["ComparisonOperator"]
        trigger["Threshold"] = request["Threshold"]?.asFraction
        trigger["TreatMissingData"] = .string(request["TreatMissingData"]?.stringValue ?? "missing")
        trigger["EvaluateLowSampleCountPercentile"] = request["EvaluateLowSampleCountPercentile"] ?? ""
        return .object(trigger)
    }

    /// `SampleCount` as `SAMPLE_COUNT`.
    private static func upper(_ statistic: String) -> String {
        statistic == "SampleCount" ? "SAMPLE_COUNT" : statistic.uppercased()
    }

    /// The event that functions get.
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
    private func event(_ account: AWSAccount, _ ids: IDSource) -> JSON {
        // The query of an alarm on one metric has no name of its own.
        let isNamed = alarm.request["MetricName"]?.nonNull == nil
        let metrics = alarm.queries.map { Self.metric($0, id: isNamed ? $0.id : ids.uuid()) }
        var configuration = JSON.Object([("metrics", .array(metrics))])
        configuration["description"] = alarm.request["AlarmDescription"]
        return [
            "source": "aws.cloudwatch", "alarmArn": .string(MetricAlarm.arn(alarm.name, account)),
            "accountId": .string(account.id), "time": .string(Self.moment(alarm.state.updated)),
            "region": .string(account.region),
            "alarmData": [
                "alarmName": .string(alarm.name), "state": Self.json(alarm.state), "previousState": Self.json(former),
                "configuration": .object(configuration),
            ],
        ]
    }

    private static func metric(_ query: MetricQuery, id: String) -> JSON {
        var metric = JSON.Object([("id", .string(id)), ("returnData", .bool(query.isReturned))])
        switch query.source {
        case .expression: metric["expression"] = query.json["Expression"]
        case .metric(let source, _, let statistic, let period, _):
            let dimensions = JSON.Object(source.dimensions.map { ($0.name, .string($0.value)) })
            metric["metricStat"] = [
                "metric": [
                    "namespace": .string(source.namespace), "name": .string(source.name),
                    "dimensions": .object(dimensions),
                ],
                "period": JSON(period), "stat": .string(statistic),
            ]
        }
        return .object(metric)
    }

    private static func json(_ state: AlarmState) -> JSON {
        var json = JSON.Object([
            ("value", .string(state.value.rawValue)), ("reason", .string(state.reason)),
            ("timestamp", .string(moment(state.updated))),
        ])
        json["reasonData"] = state.reasonData.map { .string($0) }
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
        let data: JSON = [
            "version": "1.0",
            "oldState": ["stateValue": .string(former.value.rawValue), "stateReason": .string(former.reason)],
            "newState": [
                "stateValue": .string(alarm.state.value.rawValue), "stateReason": .string(alarm.state.reason),
            ],
        ]
        return AlarmStore.HistoryItem(
            alarm: alarm.name,
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
            instant: now,
            kind: .action,
            summary: "\(summary) \(action)",
            data: data.text
        )
    }
}
