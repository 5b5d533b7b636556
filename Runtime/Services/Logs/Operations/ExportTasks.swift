import JSON
import ServiceKit
import Storage
import Wire

/// Would export a group to a bucket: there are no buckets here, so it is told as much.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateExportTask.html
struct CreateExportTask: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("taskName", .string(length: 1...512)), .required("logGroupName", .groupName),
            .optional("logStreamNamePrefix", .streamName), .required("from", .time), .required("to", .time),
            .required("destination", .string(length: 1...512)), .optional("destinationPrefix", .string()),
        ]
    )
    static let access = OperationAccess.read

    private let group: String

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) { group = input["logGroupName"]?.stringValue ?? "" }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        _ = try LogStore(connection).existingGroup(group)
        throw AWSError.invalidParameter("The given bucket does not exist. Please make sure the bucket is valid.")
    }
}

/// Lists the export tasks, of which there are none.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeExportTasks.html
struct DescribeExportTasks: Operation {
    static let input = Shape.request(
        name,
        [
            .optional("taskId", .string(length: 1...512)),
            .optional(
                "statusCode",
                .string(values: ["CANCELLED", "COMPLETED", "FAILED", "PENDING", "PENDING_CANCEL", "RUNNING"])
            ),
            .optional("nextToken", .token), .optional("limit", .pageLimit),
        ]
    )
    static let access = OperationAccess.readOfOneRow

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {}

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] { Reply.bytes([("exportTasks", [])]) }
}

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CancelExportTask.html
struct CancelExportTask: Operation {
    static let input = Shape.request(name, [.required("taskId", .string(length: 1...512))])
    static let access = OperationAccess.readOfOneRow

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        throw AWSError("ResourceNotFoundException", message: "The specified export task does not exist.")
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] { Reply.nothing }
}
