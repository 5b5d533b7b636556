import JSON
import Time
import Wire

/// An alarm that looks at a metric or at an expression of several.
struct MetricAlarm: StatefulAlarm {
    static let type = AlarmType.metric

    var name: String
    /// Members of `PutMetricAlarm`.
    var request: JSON.Object
    var state: AlarmState
    var configured: Int64
    var tags: [String: String]
    let queries: [MetricQuery]
    let evaluation: AlarmEvaluation

    /// Refuses what cannot be an alarm.
    init(_ request: JSON.Object, state: AlarmState, configured: Int64, tags: [String: String]) throws(AWSError) {
        self.request = request
        self.state = state
        self.configured = configured
        self.tags = tags
        name = request["AlarmName"]?.stringValue ?? ""
        queries = try AlarmRequest.queries(request)
        evaluation = try AlarmRequest.evaluation(request)
    }

    /// The query whose values are compared with the threshold.
    var watched: String { queries.first(where: \.isReturned)?.id ?? "" }

    /// In seconds.
    var period: Int64 { MetricQuery.period(of: queries) }

    func json(_ account: AWSAccount) -> JSON {
        var object = described(account)
        if object["MetricName"] != nil && object["Dimensions"] == nil { object["Dimensions"] = [] }
        object["Threshold"] = object["Threshold"]?.asFraction
        return .object(object)
    }
}

/// Reads what a request says of an alarm.
enum AlarmRequest {
    static func queries(_ request: JSON.Object) throws(AWSError) -> [MetricQuery] {
        if let metrics = request["Metrics"]?.nonNull {
            guard request["MetricName"]?.nonNull == nil else {
                throw .invalidCombination("The parameters MetricName and Metrics are mutually exclusive.")
            }
            let queries = try MetricQuery.all(metrics, member: "Metrics")
            guard queries.filter(\.isReturned).count == 1 else {
                throw .validation("Exactly one element of the metrics list should return data.")
            }
            var kinds = MetricKinds(queries)
            if case .list = try kinds.value(of: queries.first(where: \.isReturned)?.id ?? "") {
                throw .validation("Hearth does not emulate alarms on several series.")
            }
            return queries
        }
        guard request["MetricName"]?.nonNull != nil, request["Namespace"]?.nonNull != nil,
            let period = request["Period"]?.intValue
        else { throw .validation("MetricName, Namespace and Period must be specified, or Metrics.") }
        guard [10, 20, 30].contains(period) || period % 60 == 0 else {
            throw .validation("Invalid value for period: it must be 10, 20, 30 or a multiple of 60.")
        }
        let stat: JSON.Object = JSON.Object([
            ("Metric", .object(request)), ("Period", JSON(period)), ("Stat", .string(try statistic(request))),
            ("Unit", request["Unit"] ?? .null),
        ])
        return try MetricQuery.all([["Id": "m", "MetricStat": .object(stat)]], member: "Metrics")
    }

    private static func statistic(_ request: JSON.Object) throws(AWSError) -> String {
        let (simple, extended) = (request["Statistic"]?.stringValue, request["ExtendedStatistic"]?.stringValue)
        guard let text = simple ?? extended, simple == nil || extended == nil else {
            throw .validation("Exactly one of Statistic and ExtendedStatistic must be specified.")
        }
        guard Statistic(text) != nil, simple != nil || !Statistic.simple.contains(text) else {
            throw .invalidValue("The value \(text) for parameter ExtendedStatistic is not supported.")
        }
        return text
    }

    private static let (hour, day, week) = (3_600, 86_400, 604_800)

    /// Refuses what an alarm that is made now may not look back to.
    static func checkSpan(_ alarm: MetricAlarm) throws(AWSError) {
        let span = alarm.evaluation.evaluationPeriods * Int(alarm.period)
        let (limit, word, sign) = alarm.period < hour ? (day, "day", "<") : (week, "week", ">=")
        guard span > limit else { return }
        throw .validation(
            "Metrics cannot be checked across more than a \(word) (EvaluationPeriods * Period must be <= \(limit)) "
                + "for alarms using period \(sign) \(hour)"
        )
    }

    static func evaluation(_ request: JSON.Object) throws(AWSError) -> AlarmEvaluation {
        for member in ["ThresholdMetricId", "EvaluationCriteria", "EvaluationInterval"]
        where request[member]?.nonNull != nil {
            throw .validation("Hearth does not emulate \(member)")
        }
        let operation = request["ComparisonOperator"]?.stringValue ?? ""
        guard let comparison = AlarmEvaluation.Comparison(rawValue: operation) else {
            throw .validation("Hearth does not emulate anomaly detection: \(operation)")
        }
        guard let threshold = request["Threshold"]?.doubleValue, threshold.isFinite else {
            throw .validation("Threshold must be specified.")
        }
        let periods = request["EvaluationPeriods"]?.intValue ?? 1
        let datapoints = request["DatapointsToAlarm"]?.nonNull?.intValue ?? periods
        guard datapoints <= periods else {
            throw .validation("DatapointsToAlarm must be less than or equal to EvaluationPeriods.")
        }
        let treatment = request["TreatMissingData"]?.nonNull?.stringValue ?? "missing"
        guard let missing = AlarmEvaluation.MissingData(rawValue: treatment) else {
            throw .validation(
                "Option \(treatment) is not supported. Supported options for parameter TreatMissingData are breaching, "
                    + "notBreaching, ignore and missing."
            )
        }
        let low = request["EvaluateLowSampleCountPercentile"]?.nonNull?.stringValue ?? "evaluate"
        guard ["evaluate", "ignore"].contains(low) else {
            throw .validation(
                "Option \(low) is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are "
                    + "evaluate and ignore."
            )
        }
        return AlarmEvaluation(
            evaluationPeriods: periods,
            datapointsToAlarm: datapoints,
            comparison: comparison,
            threshold: threshold,
            missingData: missing
        )
    }
}
