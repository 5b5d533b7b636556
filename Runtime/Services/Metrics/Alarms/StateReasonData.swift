import JSON
import Time

/// What `DescribeAlarms` tells in JSON of the values that an alarm has looked at.
enum StateReasonData {
    /// `counts` tells how many values each datapoint sums up. `nil` for alarms on expressions.
    static func text(
        _ alarm: MetricAlarm,
        _ points: ArraySlice<AlarmEvaluation.Datapoint>,
        _ counts: [Int64: Double],
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
        if !points.isEmpty {
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
