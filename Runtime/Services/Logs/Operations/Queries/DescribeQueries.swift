import JSON
import ServiceKit
import Storage
import Wire

/// Lists the queries that have been run, the last one first.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeQueries.html
struct DescribeQueries: Operation {
    private static let states = ["Scheduled", "Running", "Complete", "Failed", "Cancelled", "Timeout", "Unknown"]

    static let input = Shape.request(
        name,
        [
            .optional("logGroupName", .groupName), .optional("status", .string(values: states)),
            .optional("maxResults", .number(java: "Integer", range: 1...1000)), .optional("nextToken", .token),
            .optional("queryLanguage", .string(values: ["CWLI", "SQL", "PPL"])),
        ]
    )
    static let access = OperationAccess.readOfOneRow

    private let queries: [JSON]
    private let start: Int
    private let limit: Int

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        let (group, status) = (input["logGroupName"]?.stringValue, input["status"]?.stringValue ?? "Complete")
        let isKnown = status == "Complete" && input["queryLanguage"]?.stringValue ?? "CWLI" == "CWLI"
        queries = isKnown ? service.queries.all.filter { group == nil || $0.group == group }.map(\.json) : []
        limit = input["maxResults"]?.intValue ?? 1000
        guard let start = Int(input["nextToken"]?.stringValue ?? "0"), start >= 0 else { throw .badToken }
        self.start = start
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let rest = queries.dropFirst(start)
        let next = rest.count > limit ? JSON.string(String(start + limit)) : nil
        return Reply.bytes([("queries", .array(Array(rest.prefix(limit)))), ("nextToken", next)])
    }
}
