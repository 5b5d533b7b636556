import JSON
import ServiceKit
import Storage
import Wire

/// Lists log groups in the order of their names.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
struct DescribeLogGroups: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("accountIdentifiers", .list(.string(length: 12...12), length: 0...20)),
            .optional("logGroupNamePrefix", .groupName),
            .optional("logGroupNamePattern", .string(length: 0...512)),
            .optional("nextToken", .token), .optional("limit", .pageLimit),
            .optional("includeLinkedAccounts", .boolean), .optional("logGroupClass", .groupClass),
            .optional("logGroupIdentifiers", .list(.groupIdentifier, length: 1...50)),
        ]
    )
    static let access = OperationAccess.read

    private let prefix: String
    /// Looked for anywhere in a name, whatever its case.
    private let pattern: String?
    private let groupClass: String?
    private let names: Set<String>?
    private let limit: Int
    private let start: String?

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        prefix = input["logGroupNamePrefix"]?.stringValue ?? ""
        pattern = input["logGroupNamePattern"]?.stringValue?.lowercased()
        guard prefix.isEmpty || pattern == nil else {
            throw .invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.")
        }
        groupClass = input["logGroupClass"]?.stringValue
        let identifiers = input["logGroupIdentifiers"]?.arrayValue?.compactMap(\.stringValue)
        names = identifiers.map { Set($0.map(LogGroupReference.name(in:))) }
        limit = input["limit"]?.intValue ?? 50
        start = input["nextToken"]?.stringValue
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        var groups: [LogGroup] = []
        try store.groups(after: start, prefix: prefix) { group in
            if isWanted(group) { groups.append(group) }
            return groups.count <= limit
        }
        let account = service.context.account
        let page = try groups.prefix(limit).map { group in
            var object = group.json(
                account,
                metricFilters: try FilterStore(connection).entries(kind: MetricFilter.kind, of: group).count,
                storedBytes: try store.storedBytes(of: group)
            )
            // AWS tells this of groups that are looked up, not of those that are searched for.
            if pattern != nil { (object["deletionProtectionEnabled"], object["storedBytes"]) = (nil, nil) }
            return JSON.object(object)
        }
        // Whoever searches is told to go on until a page is empty.
        let isMore = groups.count > limit || pattern != nil
        let next = isMore ? groups.prefix(limit).last?.name : nil
        return Reply.bytes([("logGroups", .array(page)), ("nextToken", next.map { .string($0) })])
    }

    private func isWanted(_ group: LogGroup) -> Bool {
        (pattern.map { group.name.lowercased().contains($0) } ?? true)
            && (groupClass.map { $0 == group.settings.logGroupClass } ?? true)
            && (names.map { $0.contains(group.name) } ?? true)
    }
}
