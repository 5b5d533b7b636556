import JSON
import ServiceKit
import Storage
import Wire

/// Shows up to ten tasks that move or have moved the messages of a queue, the latest first.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html
struct ListMessageMoveTasks: Operation {
    static let input = Shape.request([.required("SourceArn", .text), .optional("MaxResults", .integer)])
    static let output = Shape.request([
        .optional(
            "Results",
            .list(
                .structure(
                    [
                        .optional("TaskHandle", .text), .optional("Status", .text), .optional("SourceArn", .text),
                        .optional("DestinationArn", .text), .optional("MaxNumberOfMessagesPerSecond", .integer),
                        .optional("ApproximateNumberOfMessagesMoved", .long),
                        .optional("ApproximateNumberOfMessagesToMove", .long), .optional("FailureReason", .text),
                        .optional("StartedTimestamp", .long),
                    ],
                    java: ""
                )
            )
        ).flattened("ListMessageMoveTasksResultEntry")
    ])
    static let access = OperationAccess.read

    private let source: String
    private let limit: Int

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        source = input["SourceArn"]?.stringValue ?? ""
        limit = try input.integer("MaxResults") ?? 1
        guard Limits.tasksOfPage.contains(limit) else {
            throw .invalidParameter(
                "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 10."
            )
        }
    }

    func perform(_ service: SQS, _ connection: Connection) throws -> [UInt8] {
        guard let queue = ARN(source).flatMap({ service.catalogue[$0] }) else { throw AWSError.noSuchMoveSource }
        let tasks = try MoveTask.of(queue.arn, limit: limit, connection)
        return JSON.object(JSON.Object([("Results", .array(tasks.map(\.json)))])).bytes
    }
}
