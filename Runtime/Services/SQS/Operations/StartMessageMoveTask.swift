import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Begins to move the messages of a dead-letter queue to where they came from, or to a queue that is named.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
struct StartMessageMoveTask: Operation {
    static let input = Shape.request([
        .required("SourceArn", .text), .optional("DestinationArn", .text),
        .optional("MaxNumberOfMessagesPerSecond", .integer),
    ])
    static let output = Shape.request([.optional("TaskHandle", .text)])
    static let access = OperationAccess.write(.shared)

    private let source: String
    private let destination: String?
    private let rate: Int?

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        source = input["SourceArn"]?.stringValue ?? ""
        destination = input["DestinationArn"]?.nonNull?.stringValue
        rate = try input.integer("MaxNumberOfMessagesPerSecond")
        if let rate, !Limits.movedPerSecond.contains(rate) {
            throw .invalidParameter(
                "Value for parameter MaxNumberOfMessagesPerSecond is invalid. "
                    + "Reason: You must enter a number that's between 1 and 500."
            )
        }
    }

    func perform(_ service: SQS, _ connection: Connection) throws -> [UInt8] {
        guard let queue = ARN(source).flatMap({ service.catalogue[$0] }) else { throw AWSError.noSuchMoveSource }
        guard !service.catalogue.sources(of: queue).isEmpty else {
            throw AWSError.invalidParameter("Source queue must be configured as a Dead Letter Queue.")
        }
        guard destination != source else {
            throw AWSError.invalidParameter("Source queue arn and destination queue arn cannot be the same.")
        }
        let target = destination.flatMap { ARN($0) }.flatMap { service.catalogue[$0] }
        if destination != nil && target == nil {
            throw AWSError.noSuchResource(
                "The resource that you specified for the DestinationArn parameter doesn't exist."
            )
        }
        if let target, target.attributes.isFIFO != queue.attributes.isFIFO {
            throw AWSError.invalidParameter(
                "The source queue and destination queue must be of the same queue type."
            )
        }
        let active = try MoveTask.active(connection)
        guard !active.contains(where: { $0.source == queue.arn }) else {
            throw AWSError.invalidParameter(
                "There is already a task running. Only one active task is allowed for a source queue arn at a given time."
            )
        }
        let task = MoveTask(
            id: service.context.ids.uuid(),
            source: queue.arn,
            destination: target?.arn,
            rate: rate,
            status: .running,
            moved: 0,
            total: queue.activity.counts.visible,
            started: service.context.time.now
        )
        try task.save(connection)
        return JSON.object(JSON.Object([("TaskHandle", .string(task.handle))])).bytes
    }

    func committed(_ service: SQS) { service.moveMessages(at: service.context.time.now) }
}

extension AWSError {
    static let noSuchMoveSource = noSuchResource(
        "The resource that you specified for the SourceArn parameter doesn't exist."
    )
}
