import JSON
import ServiceKit
import Storage
import Wire

/// Lists the streams of a group by name, or by their latest event.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html
struct DescribeLogStreams: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("logGroupName", .groupName), .optional("logGroupIdentifier", .groupIdentifier),
            .optional("logStreamNamePrefix", .streamName),
            .optional("orderBy", .string(values: ["LogStreamName", "LastEventTime"])),
            .optional("descending", .boolean), .optional("nextToken", .token), .optional("limit", .pageLimit),
        ]
    )
    static let access = OperationAccess.read

    private let group: String
    private let prefix: String
    private let isByTime: Bool
    private let isDescending: Bool
    private let limit: Int
    private let token: String?

    static func precheck(_ input: JSON.Object) throws(AWSError) { try LogGroupReference.check(input) }

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = try LogGroupReference.name(input)
        prefix = input["logStreamNamePrefix"]?.stringValue ?? ""
        isByTime = input["orderBy"]?.stringValue == "LastEventTime"
        guard !isByTime || prefix.isEmpty else {
            throw .invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.")
        }
        isDescending = input["descending"]?.boolValue ?? false
        limit = input["limit"]?.intValue ?? 50
        token = input["nextToken"]?.stringValue
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        let group = try store.existingGroup(group)
        var streams = try store.streams(of: group, prefix: prefix)
        if isByTime { streams.sort { ($0.last ?? 0, $0.name) < ($1.last ?? 0, $1.name) } }
        if isDescending { streams.reverse() }
        let rest = streams[start(streams)...]
        let page = rest.prefix(limit)
        let next = rest.count > limit ? page.last.map { "\(group.name)@\($0.name)" } : nil
        return Reply.bytes([
            ("logStreams", .array(page.map { $0.json(of: group.name, service.context.account) })),
            ("nextToken", next.map { .string($0) }),
        ])
    }

    /// Behind the stream that the token names; a token of another list leads to its end.
    private func start(_ streams: [LogStream]) -> Int {
        guard let token else { return 0 }
        let last = streams.firstIndex { "\(group)@\($0.name)" == token }
        return last.map { $0 + 1 } ?? streams.count
    }
}
