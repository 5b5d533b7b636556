import Time
import JSON
import ServiceKit
import Storage
import Wire

/// Stops a task that moves messages; those that were moved stay where they are.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html
struct CancelMessageMoveTask: Operation {
    static let input = Shape.request([.required("TaskHandle", .text)])
    static let output = Shape.request([.optional("ApproximateNumberOfMessagesMoved", .long)])
    static let access = OperationAccess.write(.shared)

    private let id: String
    private let source: ARN

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        (id, source) = try MoveTask.parts(ofHandle: input["TaskHandle"]?.stringValue ?? "")
    }

    func perform(_ service: SQS, _ connection: Connection) throws -> [UInt8] {
        guard let queue = service.catalogue[source] else { throw AWSError.noSuchMoveSource }
        guard var task = try MoveTask.named(id, connection), task.source == queue.arn else {
            throw AWSError.noSuchResource("Task does not exist.")
        }
        guard task.status == .running else {
            throw AWSError.invalidParameter("Only active tasks can be cancelled.")
        }
        task.status = .cancelling
        try task.save(connection)
        return JSON.object(JSON.Object([("ApproximateNumberOfMessagesMoved", JSON(task.moved))])).bytes
    }

    func committed(_ service: SQS) { service.moveMessages(at: service.context.time.now) }
}
