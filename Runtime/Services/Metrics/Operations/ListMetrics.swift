import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Lists metrics that have had values, 500 at a time.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
struct ListMetrics: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("Namespace", .namespace), .optional("MetricName", .metricName),
            .optional(
                "Dimensions",
                .list(
                    .structure(
                        [.required("Name", .string(length: 1...255)), .optional("Value", .string(length: 1...1024))],
                        java: "com.amazonaws.cloudwatch.DimensionFilter"
                    ),
                    length: 0...10
                )
            ),
            .optional("NextToken", .string()), .optional("RecentlyActive", .string(values: ["PT3H"])),
            .optional("IncludeLinkedAccounts", .boolean), .optional("OwningAccount", .string(length: 1...255)),
        ]
    )
    static let output = Shape.reply([.optional("Metrics", .list(.metric)), .optional("NextToken", .string())])
    /// What services have measured is stored first.
    static let access = OperationAccess.write(.shared)

    private static let limit = 500

    private let owner: String?
    private let namespace: String?
    private let metricName: String?
    private let dimensions: [(name: String, value: String?)]
    /// How many metrics the pages before have had.
    private let start: Int
    /// In seconds since 1970.
    private let since: Int64

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        owner = input["OwningAccount"]?.nonNull?.stringValue
        namespace = input["Namespace"]?.stringValue
        metricName = input["MetricName"]?.stringValue
        dimensions = (input["Dimensions"]?.arrayValue ?? []).map { dimension in
            (dimension["Name"]?.stringValue ?? "", dimension["Value"]?.stringValue)
        }
        let isRecent = input["RecentlyActive"]?.stringValue != nil
        since = isRecent ? service.context.time.now.wholeSeconds - 3 * 3_600 : 0
        start = try PageStart.read(input)
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        try service.flush(connection)
        var metrics: [Metric] = []
        // There are none of other accounts.
        if let owner, owner != service.context.account.id { return Reply.bytes([("Metrics", [])]) }
        try MetricStore(connection).metrics(namespace: namespace, name: metricName, since: since) { metric in
            if isWanted(metric) { metrics.append(metric) }
            return metrics.count <= start + Self.limit
        }
        let page = metrics.dropFirst(start).prefix(Self.limit)
        let isMore = metrics.count > start + Self.limit
        return Reply.bytes([
            ("Metrics", .array(page.map(\.json))),
            ("NextToken", isMore ? .string(String(start + Self.limit)) : nil),
        ])
    }

    private func isWanted(_ metric: Metric) -> Bool {
        dimensions.allSatisfy { wanted in
            metric.dimensions.contains { $0.name == wanted.name && (wanted.value ?? $0.value) == $0.value }
        }
    }
}

/// `NextToken` of a request: how much the pages before have had.
enum PageStart {
    static func read(_ input: JSON.Object) throws(AWSError) -> Int {
        guard let token = input["NextToken"]?.nonNull?.stringValue else { return 0 }
        guard let start = Int(token), (1...1_000_000_000).contains(start) else { throw .invalidToken }
        return start
    }
}
