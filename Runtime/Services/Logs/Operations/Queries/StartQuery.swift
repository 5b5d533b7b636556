import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Runs a query of Logs Insights. It is complete when this answers.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
struct StartQuery: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("queryLanguage", .string(values: ["CWLI", "SQL", "PPL"])), .optional("logGroupName", .groupName),
            .optional("logGroupNames", .list(.groupName)),
            .optional("logGroupIdentifiers", .list(.groupIdentifier)), .required("startTime", .time),
            .required("endTime", .time), .required("queryString", .string(length: 0...10_000)),
            .optional("limit", .eventLimit),
        ]
    )
    static let access = OperationAccess.read

    private let groups: [String]
    private let text: String
    private let query: InsightsQuery
    /// Seconds since 1970, both included.
    private let times: ClosedRange<Int64>

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        if let language = input["queryLanguage"]?.stringValue, language != "CWLI" {
            throw .invalidParameter("Hearth does not understand queries in \(language)")
        }
        let named = input["logGroupName"]?.stringValue.map { [$0] } ?? []
        let listed = ["logGroupNames", "logGroupIdentifiers"].flatMap { input[$0]?.arrayValue ?? [] }
        groups = named + listed.compactMap { $0.stringValue.map { LogGroupReference.name(in: $0) } }
        text = input["queryString"]?.stringValue ?? ""
        guard !groups.isEmpty else {
            throw .invalidParameter("Either logGroupName, logGroupNames or logGroupIdentifiers must be specified.")
        }
        let (start, end) = (Int64(input["startTime"]?.intValue ?? 0), Int64(input["endTime"]?.intValue ?? 0))
        guard start <= end, end <= Self.lastSecond else {
            throw AWSError("MalformedQueryException", message: "The end time must not be before the start time.")
        }
        times = start...end
        do throws(InsightsError) {
            var query = try InsightsQuery(text)
            if let limit = input["limit"]?.intValue { query.limit = limit }
            self.query = query
        } catch {
            throw AWSError("MalformedQueryException", message: error.reason)
        }
    }

    /// The year 9999: milliseconds of later moments would be too long.
    private static let lastSecond: Int64 = 253_402_300_799

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        var scan = InsightsScan(query, service.context.time.now)
        for name in groups {
            guard let group = try LogStore(connection).group(name) else { throw noSuchGroup(name, service) }
            try scan.read(group, milliseconds, service, connection)
        }
        let id = service.context.ids.uuid()
        service.queries.add(
            QueryLog.Query(
                id: id,
                group: groups[0],
                text: source + " | " + text,
                created: service.context.time.now.millisecondsSinceEpoch,
                rows: scan.result,
                statistics: scan.statistics
            )
        )
        return Reply.bytes([("queryId", .string(id))])
    }

    private var milliseconds: ClosedRange<Int64> { times.lowerBound * 1000...times.upperBound * 1000 + 999 }

    private var source: String {
        groups.map { "SOURCE \"\($0)\"" }.joined(separator: " ")
            + " START=\(milliseconds.lowerBound) END=\(milliseconds.upperBound)"
    }

    private func noSuchGroup(_ name: String, _ service: Logs) -> AWSError {
        AWSError(
            "ResourceNotFoundException",
            message: "Log group '\(name)' does not exist for account ID '\(service.context.account.id)' (Service: "
                + "AWSLogs; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: "
                + "\(service.context.ids.uuid()); Proxy: null)"
        )
    }
}
