import JSON
import ServiceKit
import Storage
import Wire

/// Reads statistics of several metrics, and what expressions make of them.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
struct GetMetricData: Operation {
    static let input = Shape.request(
        name,
        [
            .required("MetricDataQueries", .metricQueries), .required("StartTime", .timestamp),
            .required("EndTime", .timestamp), .optional("NextToken", .string()),
            .optional("ScanBy", .string(values: ["TimestampDescending", "TimestampAscending"])),
            .optional("MaxDatapoints", .integer),
            .optional(
                "LabelOptions",
                .structure([.optional("Timezone", .string())], java: "com.amazonaws.cloudwatch.LabelOptions")
            ),
        ]
    )
    static let output = Shape.reply([
        .optional(
            "MetricDataResults",
            .list(
                .structure(
                    [
                        .optional("Id", .string()), .optional("Label", .string()),
                        .optional("Timestamps", .list(.timestamp)), .optional("Values", .list(.double)),
                        .optional("StatusCode", .string()),
                    ],
                    java: ""
                )
            )
        ),
        .optional("NextToken", .string()), .optional("Messages", .list(.string())),
    ])
    /// What services have measured is stored first.
    static let access = OperationAccess.write(.shared)

    private static let limit = 100_800

    private let queries: [MetricQuery]
    private let range: MetricRange
    private let isAscending: Bool
    private let limit: Int
    /// How many values of each query the pages before have had.
    private let start: Int

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        queries = try MetricQuery.all(input["MetricDataQueries"], member: "MetricDataQueries")
        if let start = Moment.seconds(input["StartTime"]), start == Moment.seconds(input["EndTime"]) {
            throw .validation("The parameter StartTime must not equal parameter EndTime.")
        }
        range = try MetricRange(
            input,
            period: MetricQuery.period(of: queries),
            reversed: .validation("The parameter EndTime must be greater than StartTime.")
        )
        isAscending = input["ScanBy"]?.stringValue == "TimestampAscending"
        limit = min(max(1, input["MaxDatapoints"]?.intValue ?? Self.limit), Self.limit)
        start = try PageStart.read(input)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        try service.flush(connection)
        let returned = queries.filter(\.isReturned)
        let share = max(1, limit / max(1, returned.count))
        var values = MetricResults(queries, connection, range.start..<range.end)
        var isMore = false
        let results = try returned.flatMap { query -> [JSON] in
            try Self.series(values.value(of: query.id), query, query.shownLabel(among: queries)).map { series in
                let points = series.values.sorted { isAscending ? $0.key < $1.key : $0.key > $1.key }
                let rest = points.dropFirst(start)
                isMore = isMore || rest.count > share
                return json(query.id, series.label, rest.prefix(share), isComplete: rest.count <= share)
            }
        }
        return Reply.bytes([
            ("MetricDataResults", .array(results)),
            ("NextToken", isMore ? .string(String(start + share)) : nil), ("Messages", []),
        ])
    }

    /// With their labels: that of the query comes before those of several series.
    private static func series(_ value: MetricMath.Value, _ query: MetricQuery, _ label: String) -> [MetricSeries] {
        switch value {
        case .scalar: return [MetricSeries(label: label)]
        case .series(var series):
            series.label = label
            return [series]
        case .list(let list):
            return list.map { element in
                var series = element
                if let label = query.label { series.label = "\(label) \(element.label)" }
                return series
            }
        }
    }

    private func json(
        _ id: String,
        _ label: String,
        _ points: ArraySlice<(key: Int64, value: Double)>,
        isComplete: Bool
    ) -> JSON {
        [
            "Id": .string(id), "Label": .string(label),
            "Timestamps": .array(points.map { JSON($0.key) }), "Values": .array(points.map { .fraction($0.value) }),
            "StatusCode": isComplete ? "Complete" : "PartialData",
        ]
    }
}
