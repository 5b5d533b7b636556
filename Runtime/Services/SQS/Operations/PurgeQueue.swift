import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Removes all messages of a queue, those with receivers too: the queue leaves the space where they are, however many.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html
struct PurgeQueue: DeferredOperation {
    static let input = Shape.request([.queueURL])

    private static let pause = Duration.seconds(60)

    private let queueKey: QueueKey

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) { queueKey = try service.queueKey(input) }

    private func purge(_ service: SQS, _ connection: Connection) throws -> Queue {
        let (queue, now) = (try service.queue(queueKey), service.context.time.now)
        if let purged = queue.purged, purged + Self.pause > now {
            throw AWSError(
                "PurgeQueueInProgress",
                status: 403,
                message: "Only one PurgeQueue operation on \(queue.name) is allowed every 60 seconds."
            )
        }
        try queue.endSpace(connection)
        let empty = queue.purged(at: now, space: try Queue.newSpace(connection))
        try empty.save(connection, home: service.context.account.region)
        return empty
    }

    func begin(_ service: SQS, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        service.context.database.write(.alone) { connection in
            try purge(service, connection)
        } completion: { (result: Result<Queue, any Error>) in
            if case .success(let queue) = result {
                service.catalogue.insert(queue)
                queue.activity.forget()
                service.sweep(at: service.context.time.now)
            }
            answer(result.map { _ in emptyReply })
        }
    }
}
