import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Tells what has become of alarms in the last two weeks.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
struct DescribeAlarmHistory: AlarmOperation {
    static let input = Shape.request(
        name,
        [
            .optional("AlarmName", .alarmName), .optional("AlarmContributorId", .string(length: 1...16)),
            .optional("AlarmTypes", .alarmTypes),
            .optional(
                "HistoryItemType",
                .string(
                    values: AlarmStore.HistoryItem.Kind.allCases.map(\.rawValue) + [
                        "AlarmContributorStateUpdate", "AlarmContributorAction",
                    ]
                )
            ),
            .optional("StartDate", .timestamp), .optional("EndDate", .timestamp),
            .optional("MaxRecords", .number(java: "Integer", range: 1...100)), .optional("NextToken", .string()),
            .optional("ScanBy", .string(values: ["TimestampDescending", "TimestampAscending"])),
        ]
    )
    static let output = Shape.reply([
        .optional(
            "AlarmHistoryItems",
            .list(
                .structure(
                    [
                        .optional("AlarmName", .string()), .optional("AlarmType", .string()),
                        .optional("Timestamp", .timestamp), .optional("HistoryItemType", .string()),
                        .optional("HistorySummary", .string()), .optional("HistoryData", .string()),
                    ],
                    java: ""
                )
            )
        ),
        .optional("NextToken", .string()),
    ])
    static let access = OperationAccess.read

    private let region: String?
    private let alarm: String?
    private let kind: String?
    /// Metric alarms alone, unless others are asked for.
    private let types: Set<String>
    /// Seconds since 1970.
    private let range: ClosedRange<Double>
    private let isAscending: Bool
    private let limit: Int
    private let start: Int

    init(_ input: JSON.Object, region: String?, _ service: Metrics) throws(AWSError) {
        self.region = region
        alarm = input["AlarmName"]?.stringValue
        kind = input["HistoryItemType"]?.stringValue
        types = AlarmType.named(input)
        let first = input["StartDate"]?.doubleValue ?? 0
        range = first...max(first, input["EndDate"]?.doubleValue ?? .infinity)
        isAscending = input["ScanBy"]?.stringValue == "TimestampAscending"
        limit = input["MaxRecords"]?.intValue ?? 50
        start = try PageStart.read(input)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        let store = AlarmStore(connection, region: region, home: service.context.account)
        var items = try store.history(of: alarm, kind: kind).filter {
            range.contains($0.instant.secondsSinceEpoch) && types.contains($0.type.rawValue)
        }
        if !isAscending { items.reverse() }
        let page = items.dropFirst(start).prefix(limit)
        return Reply.bytes([
            ("AlarmHistoryItems", .array(page.map(\.json))),
            ("NextToken", items.count > start + limit ? .string(String(start + limit)) : nil),
        ])
    }
}
