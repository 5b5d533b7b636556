import JSON
import Time

/// What `DescribeAlarms` tells in JSON of the values that an alarm has looked at.
enum StateReasonData {
    /// `counts` tells how many values each datapoint sums up; `missing` are the periods of which something is said though
    /// they have no values. `nil` for alarms on expressions.
    static func text(
        _ alarm: MetricAlarm,
        _ points: ArraySlice<AlarmEvaluation.Datapoint>,
        _ counts: [Int64: Double],
        missing: [Int64] = [],
        _ now: Timestamp
    ) -> String? {
        guard alarm.request["MetricName"]?.nonNull != nil else { return nil }
        var data = JSON.Object([("version", "1.0"), ("queryDate", moment(now.nanosecondsSinceEpoch))])
        data["startDate"] = points.first.map { moment($0.start * 1_000_000_000) }
        data["unit"] = alarm.request["Unit"]?.nonNull
        data["statistic"] = (alarm.request["Statistic"] ?? alarm.request["ExtendedStatistic"])?.nonNull
        data["period"] = JSON(alarm.period)
        data["recentDatapoints"] = .array(points.map { .fraction($0.value) })
        data["threshold"] = .fraction(alarm.evaluation.threshold)
        if points.isEmpty, !missing.isEmpty {
            data["evaluatedDatapoints"] = .array(missing.reversed().map { ["timestamp": moment($0 * 1_000_000_000)] })
        } else if !points.isEmpty {
            data["evaluatedDatapoints"] = .array(
                points.reversed().map { point in
                    [
                        "timestamp": moment(point.start * 1_000_000_000),
                        "sampleCount": .fraction(counts[point.start] ?? 0), "value": .fraction(point.value),
                    ]
                }
            )
        }
        return JSON.object(data).text
    }

    private static func moment(_ nanoseconds: Int64) -> JSON { .string(AlarmTransition.moment(nanoseconds)) }
}

extension MetricAlarm {
    /// Where the periods begin that count as good or bad though they have no values.
    func treatedPeriods(before end: Int64) -> [Int64] {
        switch evaluation.missingData {
        case .missing, .ignore: []
        case .breaching, .notBreaching: (1...evaluation.evaluationPeriods).reversed().map { end - Int64($0) * period }
        }
    }
}
