import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Reads the events of one stream, from its head or up to its tail, page by page in both directions.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
struct GetLogEvents: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("logGroupName", .groupName), .optional("logGroupIdentifier", .groupIdentifier),
            .required("logStreamName", .streamName), .optional("startTime", .time), .optional("endTime", .time),
            .optional("nextToken", .token), .optional("limit", .eventLimit), .optional("startFromHead", .boolean),
            .optional("unmask", .boolean),
        ]
    )
    static let access = OperationAccess.read

    private enum Start {
        case head, tail
        case after(EventPosition)
        case before(EventPosition)
    }

    private let group: String
    private let stream: String
    private let times: EventTimes
    private let limit: Int
    private let start: Start

    static func precheck(_ input: JSON.Object) throws(AWSError) { try LogGroupReference.check(input) }

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = try LogGroupReference.name(input)
        stream = input["logStreamName"]?.stringValue ?? ""
        times = EventTimes(input, isEndIncluded: false)
        limit = input["limit"]?.intValue ?? 10_000
        start = try Self.start(input)
    }

    private static func start(_ input: JSON.Object) throws(AWSError) -> Start {
        guard let token = input["nextToken"]?.stringValue else {
            return input["startFromHead"]?.boolValue ?? false ? .head : .tail
        }
        guard let position = EventPosition(id: token.dropFirst(2)) else { throw .badToken }
        if token.hasPrefix("f/") { return .after(position) }
        if token.hasPrefix("b/") { return .before(position) }
        throw .badToken
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        let group = try store.existingGroup(group)
        let stream = try store.existingStream(stream, of: group)
        guard let range = times.range(of: group, service.context.time.now) else { return reply([]) }
        let reader = EventReader(connection: connection, group: group.number, streams: [stream.number], range: range)
        var page = EventPage(limit: limit)
        switch start {
        case .head: try reader.forwards(after: nil) { page.add($0) }
        case .after(let position): try reader.forwards(after: position) { page.add($0) }
        case .tail: try reader.backwards(before: nil) { page.add($0) }
        case .before(let position): try reader.backwards(before: position) { page.add($0) }
        }
        return reply(page.events.sorted { $0.position < $1.position })
    }

    private func reply(_ events: [StoredEvent]) -> [UInt8] {
        let list = events.map { stored -> JSON in
            [
                "timestamp": JSON(stored.position.timestamp), "message": .string(stored.event.text),
                "ingestionTime": JSON(stored.ingested),
            ]
        }
        let tokens = tokens(events)
        return Reply.bytes([
            ("events", .array(list)), ("nextForwardToken", .string("f/\(tokens.forward.id)")),
            ("nextBackwardToken", .string("b/\(tokens.backward.id)")),
        ])
    }

    /// The same token comes back at the end of a stream, until something new is there.
    private func tokens(_ events: [StoredEvent]) -> (forward: EventPosition, backward: EventPosition) {
        if let first = events.first, let last = events.last { return (last.position, first.position) }
        let origin = EventPosition(timestamp: 0, chunk: 0, index: 0)
        return switch start {
        case .head, .tail: (origin, origin)
        case .after(let position): (position, position.next)
        case .before(let position): (position.previous, position)
        }
    }
}
