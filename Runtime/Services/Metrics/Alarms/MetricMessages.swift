import JSON
import ServiceKit
import Time
import Wire

/// What topics and functions are told of metric alarms alone.
extension MetricAlarm {
    /// There are no mute rules here.
    func notification() -> JSON.Object {
        JSON.Object([("Trigger", trigger), ("ActionExecutedAfterMuteWindow", false)])
    }

    private var trigger: JSON {
        var trigger = JSON.Object()
        if let metrics = request["Metrics"] {
            trigger["Metrics"] = metrics
            trigger["Period"] = JSON(period)
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

    func configuration(_ ids: IDSource) -> JSON.Object {
        // The query of an alarm on one metric has no name of its own.
        let isNamed = request["MetricName"]?.nonNull == nil
        let metrics = queries.map { Self.metric($0, id: isNamed ? $0.id : ids.uuid()) }
        var configuration = JSON.Object([("metrics", .array(metrics))])
        configuration["description"] = request["AlarmDescription"]
        return configuration
    }

    private static func metric(_ query: MetricQuery, id: String) -> JSON {
        var metric = JSON.Object([("id", .string(id)), ("returnData", .bool(query.isReturned))])
        switch query.source {
        case .expression, .selection: metric["expression"] = query.json["Expression"]
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
}
