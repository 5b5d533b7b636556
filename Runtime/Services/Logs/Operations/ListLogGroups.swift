import JSON
import ServiceKit
import Storage
import Wire

/// Lists the names of log groups.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListLogGroups.html
struct ListLogGroups: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("logGroupNamePattern", .string(length: 3...129)), .optional("logGroupClass", .groupClass),
            .optional("includeLinkedAccounts", .boolean),
            .optional("accountIdentifiers", .list(.string(length: 12...12), length: 0...20)),
            .optional("nextToken", .token),
            .optional("limit", .number(java: "Integer", range: 1...1000)),
        ]
    )
    static let access = OperationAccess.read

    /// One of these stands in the name, or begins it where it has a `^`.
    private let patterns: [String]
    private let groupClass: String?
    private let limit: Int
    private let start: String?

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        try NotEmulated.refuse(input, ["logGroupTags", "dataSources", "fieldIndexNames"])
        let text = input["logGroupNamePattern"]?.stringValue ?? ""
        patterns = text.split(separator: "|").map(String.init)
        groupClass = input["logGroupClass"]?.stringValue
        limit = input["limit"]?.intValue ?? 50
        start = input["nextToken"]?.stringValue
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        var groups: [LogGroup] = []
        try LogStore(connection).groups(after: start) { group in
            if isWanted(group) { groups.append(group) }
            return groups.count <= limit
        }
        let page = groups.prefix(limit).map { group -> JSON in
            [
                "logGroupName": .string(group.name),
                "logGroupArn": .string(LogGroup.arn(group.name, service.context.account)),
                "logGroupClass": .string(group.settings.logGroupClass),
            ]
        }
        let next = groups.count > limit ? groups[limit - 1].name : nil
        return Reply.bytes([("logGroups", .array(page)), ("nextToken", next.map { .string($0) })])
    }

    private func isWanted(_ group: LogGroup) -> Bool {
        let isNamed = patterns.contains { pattern in
            pattern.hasPrefix("^") ? group.name.hasPrefix(pattern.dropFirst()) : group.name.contains(pattern)
        }
        return (patterns.isEmpty || isNamed) && (groupClass.map { $0 == group.settings.logGroupClass } ?? true)
    }
}
