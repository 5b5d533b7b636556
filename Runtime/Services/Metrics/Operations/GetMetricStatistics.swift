import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Reads statistics of one metric, period by period.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
struct GetMetricStatistics: Operation {
    static let input = Shape.request(
        name,
        [
            .required("Namespace", .namespace), .required("MetricName", .metricName),
            .optional("Dimensions", .dimensions), .required("StartTime", .timestamp),
            .required("EndTime", .timestamp), .required("Period", .period),
            .optional("Statistics", .list(.statistic, length: 1...5)),
            .optional("ExtendedStatistics", .list(.string(), length: 1...10)), .optional("Unit", .unit),
        ]
    )
    static let output = Shape.reply([
        .optional("Label", .string()),
        .optional(
            "Datapoints",
            .list(
                .structure(
                    [.optional("Timestamp", .timestamp)] + Statistic.simple.map { .optional($0, .double) } + [
                        .optional("Unit", .string()),
                        .optional("ExtendedStatistics", .map(.double, java: "java.lang.Double")),
                    ],
                    java: ""
                )
            )
        ),
    ])
    /// What services have measured is stored first.
    static let access = OperationAccess.write(.shared)

    private static let limit: Int64 = 1_440

    private let metric: Metric
    private let range: MetricRange
    private let unit: String?
    private let statistics: [(name: String, statistic: Statistic)]
    private let extended: [(name: String, statistic: Statistic)]

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        metric = Metric(.object(input))
        unit = input["Unit"]?.stringValue
        let period = Int64(input["Period"]?.intValue ?? 60)
        guard [1, 5, 10, 30].contains(period) || period % 60 == 0 else {
            throw .invalidValue("The parameter Period must be 1, 5, 10, 30, or a multiple of 60.")
        }
        range = try MetricRange(
            input,
            period: period,
            reversed: .invalidValue("The parameter StartTime must be less than the parameter EndTime.")
        )
        let texts = (input["Statistics"]?.arrayValue ?? []).compactMap(\.stringValue)
        statistics = texts.compactMap { text in Statistic(text).map { (text, $0) } }
        extended = try Self.extended(input)
        guard !statistics.isEmpty || !extended.isEmpty else {
            throw .invalidCombination("Must specify either Statistics or ExtendedStatistics")
        }
        guard range.periods <= Self.limit else {
            throw .invalidCombination(
                "You have requested up to \(range.periods) datapoints, which exceeds the limit of \(Self.limit). You may "
                    + "reduce the datapoints requested by increasing Period, or decreasing the time range."
            )
        }
    }

    private static func extended(_ input: JSON.Object) throws(AWSError) -> [(name: String, statistic: Statistic)] {
        var extended: [(name: String, statistic: Statistic)] = []
        for text in (input["ExtendedStatistics"]?.arrayValue ?? []).compactMap(\.stringValue) {
            guard let statistic = Statistic(text), case .percentile = statistic else {
                throw .invalidValue("The value \(text) for parameter ExtendedStatistics is not supported.")
            }
            extended.append((text, statistic))
        }
        return extended
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        try service.flush(connection)
        let periods = try MetricStore(connection).periods(
            of: metric,
            unit: unit,
            range.start..<range.end,
            period: range.period
        )
        let points = periods.sorted { ($0.key.start, $0.key.unit) < ($1.key.start, $1.key.unit) }.map { key, set in
            point(key.start, set, key.unit)
        }
        return Reply.bytes([("Label", .string(metric.name)), ("Datapoints", .array(points))])
    }

    private func point(_ start: Int64, _ set: StatisticSet, _ unit: String) -> JSON {
        var point = JSON.Object([("Timestamp", JSON(start)), ("Unit", .string(unit))])
        for (name, statistic) in statistics { point[name] = statistic.value(of: set).map { .fraction($0) } }
        let percentiles = extended.compactMap { name, statistic in
            statistic.value(of: set).map { (name, JSON.fraction($0)) }
        }
        if !percentiles.isEmpty { point["ExtendedStatistics"] = .object(JSON.Object(percentiles)) }
        return .object(point)
    }
}
