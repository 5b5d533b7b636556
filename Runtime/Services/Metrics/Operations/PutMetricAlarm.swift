import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Makes an alarm, or changes the one of its name, which keeps its state.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
struct PutMetricAlarm: AlarmOperation {
    static let input = Shape.request(name, members + [.optional("Tags", .tags)])
    static let access = OperationAccess.write(.savepoint)

    /// What makes an alarm.
    static let members: [Shape.Member] = [
        .required("AlarmName", .alarmName), .optional("AlarmDescription", .string(length: 0...1024)),
        .optional("ActionsEnabled", .boolean), .optional("OKActions", .actions), .optional("AlarmActions", .actions),
        .optional("InsufficientDataActions", .actions), .optional("MetricName", .metricName),
        .optional("Namespace", .namespace), .optional("Statistic", .statistic),
        .optional("ExtendedStatistic", .string()), .optional("Dimensions", .dimensions),
        .optional("Period", .period), .optional("Unit", .unit),
        .optional("EvaluationPeriods", .number(java: "Integer", range: 1...10_000)),
        .optional("DatapointsToAlarm", .number(java: "Integer", range: 1...10_000)),
        .optional("Threshold", .double),
        .optional(
            "ComparisonOperator",
            .string(
                values: AlarmEvaluation.Comparison.allCases.map(\.rawValue) + [
                    "LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold",
                ]
            )
        ),
        .optional("TreatMissingData", .string(length: 1...255)),
        .optional("EvaluateLowSampleCountPercentile", .string(length: 1...255)),
        .optional("Metrics", .metricQueries), .optional("ThresholdMetricId", .string(length: 1...255)),
        .optional("EvaluationCriteria", .structure([], java: "com.amazonaws.cloudwatch.EvaluationCriteria")),
        .optional("EvaluationInterval", .integer),
    ]

    private let region: String?
    private let alarm: MetricAlarm
    private let now: Timestamp

    init(_ input: JSON.Object, region: String?, _ service: Metrics) throws(AWSError) {
        self.region = region
        now = service.context.time.now
        alarm = try MetricAlarm(input, Self.members, at: now)
        try AlarmRequest.checkSpan(alarm)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        let store = AlarmStore(connection, region: region, home: service.context.account)
        let former = try store.former(of: alarm)
        try store.put(alarm, after: former, now)
        return Reply.nothing
    }

    func committed(_ service: Metrics) { service.watchAlarms() }
}
