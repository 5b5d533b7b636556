import JSON
import ServiceKit
import Time
import Wire

/// Writes events of a group into a bucket, one task at a time.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
struct ExportTask: Sendable {
    static let kind = "export-task"

    enum Status: String, Sendable, CaseIterable {
        case pending = "PENDING"
        case running = "RUNNING"
        case cancelling = "PENDING_CANCEL"
        case cancelled = "CANCELLED"
        case completed = "COMPLETED"
        case failed = "FAILED"

        var isOver: Bool { [.cancelled, .completed, .failed].contains(self) }
    }

    /// What is kept of it: what replies tell, and what is to be exported.
    private(set) var document: JSON.Object

    init(_ document: JSON.Object) { self.document = document }

    init(_ call: RegionalCall) {
        document = JSON.Object([("taskId", .string(call.ids.uuid()))])
        for member in [
            "taskName", "logGroupName", "logStreamNamePrefix", "from", "to", "destination", "destinationPrefix",
        ] {
            document[member] = call[member]
        }
        document["status"] = ["code": .string(Status.pending.rawValue)]
        document["executionInfo"] = ["creationTime": JSON(call.now.millisecondsSinceEpoch)]
    }

    var id: String { text("taskId") }
    var group: String { text("logGroupName") }
    var streamPrefix: String { text("logStreamNamePrefix") }
    var bucket: String { text("destination") }
    /// Milliseconds since 1970, both of them included.
    var from: Int64 { Int64(document["from"]?.intValue ?? 0) }
    var to: Int64 { Int64(document["to"]?.intValue ?? 0) }

    var status: Status { document["status"]?["code"]?.stringValue.flatMap { Status(rawValue: $0) } ?? .failed }

    private func text(_ name: String) -> String { document[name]?.stringValue ?? "" }

    mutating func become(_ status: Status, _ message: String? = nil, at now: Timestamp) {
        var told = JSON.Object([("code", .string(status.rawValue))])
        told["message"] = message.map { .string($0) }
        document["status"] = .object(told)
        guard status.isOver, var times = document["executionInfo"]?.objectValue else { return }
        times["completionTime"] = JSON(now.millisecondsSinceEpoch)
        document["executionInfo"] = .object(times)
    }

    // MARK: Objects

    /// What shows that the bucket can be written to.
    var probe: (key: String, bytes: [UInt8]) {
        let folder = document["destinationPrefix"]?.stringValue.map { $0 + "/" } ?? ""
        return (folder + "aws-logs-write-test", Array("Permission Check Successful".utf8))
    }

    private var prefix: String { document["destinationPrefix"]?.stringValue ?? "exportedlogs" }

    /// The object for one part of a stream's events. Names of streams are folders, so their slashes are dashes.
    func key(_ stream: String, part: Int) -> String {
        let folder = String(stream.map { $0 == "/" ? "-" : $0 })
        return "\(prefix)/\(id)/\(folder)/\(paddedDigits(part, 6)).gz"
    }

    /// As `DescribeExportTasks` tells it.
    var json: JSON {
        var told = document
        told["logStreamNamePrefix"] = nil
        told["destinationPrefix"] = .string(prefix)
        return .object(told)
    }
}

extension Documents {
    func exportTask(_ id: String, _ region: String) -> ExportTask? {
        self[Shelf(ExportTask.kind, region), id].map { ExportTask($0) }
    }

    mutating func put(_ task: ExportTask, _ region: String) {
        self[Shelf(ExportTask.kind, region), task.id] = task.document
    }

    /// In the order in which they were made.
    func exportTasks(_ region: String) -> [ExportTask] {
        let created = { (task: ExportTask) in task.document["executionInfo"]?["creationTime"]?.intValue ?? 0 }
        return all(Shelf(ExportTask.kind, region)).map { ExportTask($0.document) }
            .sorted { (created($0), $0.id) < (created($1), $1.id) }
    }
}
