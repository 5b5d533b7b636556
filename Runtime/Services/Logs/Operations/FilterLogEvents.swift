import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Searches the events of a group, or of some of its streams, for a pattern.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
struct FilterLogEvents: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("logGroupName", .groupName), .optional("logGroupIdentifier", .groupIdentifier),
            .optional("logStreamNames", .list(.streamName, length: 1...100)),
            .optional("logStreamNamePrefix", .streamName), .optional("startTime", .time), .optional("endTime", .time),
            .optional("filterPattern", .filterPattern), .optional("nextToken", .token),
            .optional("limit", .eventLimit), .optional("interleaved", .boolean), .optional("unmask", .boolean),
        ]
    )
    static let access = OperationAccess.read

    private let group: String
    private let streams: Set<String>?
    private let prefix: String?
    private let times: EventTimes
    private let pattern: FilterPattern
    private let limit: Int
    /// The last event of the page before.
    private let position: EventPosition?

    static func precheck(_ input: JSON.Object) throws(AWSError) { try LogGroupReference.check(input) }

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = try LogGroupReference.name(input)
        streams = input["logStreamNames"]?.arrayValue.map { Set($0.compactMap(\.stringValue)) }
        prefix = input["logStreamNamePrefix"]?.stringValue
        guard streams == nil || prefix == nil else {
            throw .invalidParameter("Cannot specify both logStreamNames and logStreamNamePrefix.")
        }
        times = EventTimes(input, isEndIncluded: true)
        limit = input["limit"]?.intValue ?? 10_000
        position = try Self.position(input, group)
        do throws(FilterPatternError) {
            pattern = try FilterPattern(input["filterPattern"]?.stringValue ?? "")
        } catch {
            throw .badPattern(error)
        }
    }

    /// A token is `GROUP@STREAM@EVENT`, of the last event of the page before.
    private static func position(_ input: JSON.Object, _ group: String) throws(AWSError) -> EventPosition? {
        guard let token = input["nextToken"]?.stringValue else { return nil }
        guard token.hasPrefix(group + "@"), let id = token.split(separator: "@").last,
            let position = EventPosition(id: id)
        else { throw .badToken }
        return position
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        let group = try store.existingGroup(group)
        let all = try store.streams(of: group, prefix: prefix ?? "")
        let names = Dictionary(all.map { ($0.number, $0.name) }) { first, _ in first }
        if let streams, streams.contains(where: { !names.values.contains($0) }) { throw AWSError.noSuchStream }
        let wanted = names.filter { streams?.contains($0.value) ?? true }.keys.sorted()
        var page = EventPage(limit: limit)
        if let range = times.range(of: group, service.context.time.now) {
            let isWhole = streams == nil && prefix == nil
            let reader = EventReader(
                connection: connection,
                group: group.number,
                streams: isWhole ? nil : wanted,
                range: range
            )
            try reader.forwards(after: position) { event in
                pattern.matches(event.event.text) ? page.add(event) : true
            }
        }
        return reply(page, names)
    }

    private func reply(_ page: EventPage, _ streams: [Int: String]) -> [UInt8] {
        let events = page.events.map { stored -> JSON in
            [
                "logStreamName": .string(streams[stored.stream] ?? ""),
                "timestamp": JSON(stored.position.timestamp), "message": .string(stored.event.text),
                "ingestionTime": JSON(stored.ingested), "eventId": .string(stored.position.id),
            ]
        }
        let last = page.isCut ? page.events.last : nil
        let token = last.map { "\(group)@\(streams[$0.stream] ?? "")@\($0.position.id)" }
        return Reply.bytes([
            ("events", .array(events)), ("searchedLogStreams", []), ("nextToken", token.map { .string($0) }),
        ])
    }
}
