import JSON
import ServiceKit
import Storage
import Time
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
    /// Of times in labels from UTC, in seconds.
    private let offset: Int64

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        queries = try MetricQuery.all(input["MetricDataQueries"], member: "MetricDataQueries")
        try MetricQuery.checkAccounts(queries, service.context.account)
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
        offset = try DynamicLabel.offset(input["LabelOptions"])
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        try service.flush(connection)
        let returned = queries.filter(\.isReturned)
        let share = max(1, limit / max(1, returned.count))
        var values = MetricResults(queries, connection, range.start..<range.end)
        var isMore = false
        let results = try returned.flatMap { query -> [JSON] in
            try series(values.value(of: query.id), query, service).map { series in
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

    /// With their labels: that of the query comes before those of several series, unless it says itself where they go.
    private func series(_ value: MetricMath.Value, _ query: MetricQuery, _ service: Metrics) -> [MetricSeries] {
        let own = query.ownLabel(among: queries)
        switch value {
        case .scalar: return [labelled(MetricSeries(), query, own, query.label ?? own, service)]
        case .series(let series): return [labelled(series, query, own, query.label ?? own, service)]
        case .list(let list):
            return list.map { series in
                let text = query.label.map { DynamicLabel.isDynamic($0) ? $0 : "\($0) \(series.label)" }
                return labelled(series, query, series.label, text ?? series.label, service)
            }
        }
    }

    private func labelled(
        _ series: MetricSeries,
        _ query: MetricQuery,
        _ own: String,
        _ text: String,
        _ service: Metrics
    ) -> MetricSeries {
        var labelled = series
        let (account, now) = (service.context.account, service.context.time.now.wholeSeconds)
        let label = DynamicLabel(query: query, own: own, series: series, account: account, now: now, offset: offset)
        labelled.label = query.label == nil ? text : label.filled(text)
        return labelled
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
