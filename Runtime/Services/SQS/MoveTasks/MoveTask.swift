import FoundationEssentials
import JSON
import Storage
import Time
import Wire

/// A task that moves the messages of a dead-letter queue to where they came from, or to another queue.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
struct MoveTask: Sendable, Hashable {
    enum Status: String, Sendable {
        case running = "RUNNING"
        case completed = "COMPLETED"
        case cancelling = "CANCELLING"
        case cancelled = "CANCELLED"
        case failed = "FAILED"
    }

    let id: String
    let source: ARN
    /// `nil` for where each message came from.
    let destination: ARN?
    /// In messages a second; `nil` for as fast as it goes.
    let rate: Int?
    var status: Status
    var moved: Int
    /// How many there were at the start.
    let total: Int
    let started: Timestamp
    /// The code of an error.
    var failure: String?

    /// What a client names the task by: AWS's handles are JSON in base64 too.
    var handle: String { Data(#"{"taskId":"\#(id)","sourceArn":"\#(source)"}"#.utf8).base64EncodedString() }

    /// The id and the source in a handle.
    static func parts(ofHandle handle: String) throws(AWSError) -> (id: String, source: ARN) {
        guard let data = Data(base64Encoded: handle), let json = try? JSON(parsing: Array(data)),
            let id = json["taskId"]?.stringValue, let source = json["sourceArn"]?.stringValue.flatMap({ ARN($0) })
        else { throw .invalidParameter("Value for parameter TaskHandle is invalid.") }
        return (id, source)
    }

    /// How many messages may be moved by now that were not yet. The first second's are moved at once.
    func allowance(at now: Timestamp, atOnce: Int) -> Int {
        guard let rate else { return atOnce }
        let seconds = max(0, Int((now - started).inSeconds))
        return min(atOnce, max(0, rate * (seconds + 1) - moved))
    }

    /// When the next messages may be moved.
    func next(after now: Timestamp) -> Timestamp {
        guard allowance(at: now, atOnce: 1) == 0 else { return now }
        return started + .seconds(Int((now - started).inSeconds) + 1)
    }

    var json: JSON {
        var object = JSON.Object()
        if status == .running { object["TaskHandle"] = .string(handle) }
        object["Status"] = .string(status.rawValue)
        object["SourceArn"] = .string("\(source)")
        if let destination { object["DestinationArn"] = .string("\(destination)") }
        if let rate { object["MaxNumberOfMessagesPerSecond"] = JSON(rate) }
        object["ApproximateNumberOfMessagesMoved"] = JSON(moved)
        object["ApproximateNumberOfMessagesToMove"] = JSON(total)
        if let failure { object["FailureReason"] = .string(failure) }
        object["StartedTimestamp"] = JSON(started.millisecondsSinceEpoch)
        return .object(object)
    }
}

extension MoveTask {
    private static let columns = "id, source, destination, rate, status, moved, total, started, failure"

    private init?(_ row: Row) {
        guard let source = ARN(row.text(1)), let status = Status(rawValue: row.text(4)) else { return nil }
        self.init(
            id: row.text(0),
            source: source,
            destination: row.optionalText(2).flatMap { ARN($0) },
            rate: row.isNull(3) ? nil : row.integer(3),
            status: status,
            moved: row.integer(5),
            total: row.integer(6),
            started: row.timestamp(7) ?? Timestamp(nanosecondsSinceEpoch: 0),
            failure: row.optionalText(8)
        )
    }

    func save(_ connection: Connection) throws {
        try connection.run(
            "INSERT OR REPLACE INTO sqs_move_task (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            .text(id),
            .text("\(source)"),
            .optionalText(destination.map { "\($0)" }),
            rate.map { .integer($0) } ?? .null,
            .text(status.rawValue),
            .integer(moved),
            .integer(total),
            .timestamp(started),
            .optionalText(failure)
        )
    }

    /// Those of a queue, the latest first.
    static func of(_ source: ARN, limit: Int, _ connection: Connection) throws -> [MoveTask] {
        try all("WHERE source = ? ORDER BY started DESC LIMIT ?", [.text("\(source)"), .integer(limit)], connection)
    }

    /// Those that have something to do.
    static func active(_ connection: Connection) throws -> [MoveTask] {
        try all("WHERE status IN ('RUNNING', 'CANCELLING')", [], connection)
    }

    static func named(_ id: String, _ connection: Connection) throws -> MoveTask? {
        try all("WHERE id = ?", [.text(id)], connection).first
    }

    private static func all(_ rest: String, _ values: [SQLValue], _ connection: Connection) throws -> [MoveTask] {
        var tasks: [MoveTask] = []
        try connection.query("SELECT \(columns) FROM sqs_move_task \(rest)", values) { row in
            if let task = MoveTask(row) { tasks.append(task) }
            return true
        }
        return tasks
    }
}
