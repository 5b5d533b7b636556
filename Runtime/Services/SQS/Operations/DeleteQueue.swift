import Time
import JSON
import ServiceKit
import Storage
import Wire

/// Removes a queue with its messages.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html
struct DeleteQueue: DeferredOperation {
    static let input = Shape.request([.queueURL])

    private let queueKey: QueueKey

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) { queueKey = try service.queueKey(input) }

    private func remove(_ service: SQS, _ connection: Connection) throws -> Queue {
        let queue = try service.queue(queueKey)
        try connection.run(
            "DELETE FROM sqs_queue WHERE region = ? AND name = ?",
            .text(queue.storedRegion(home: service.context.account.region)),
            .text(queue.name)
        )
        try queue.endSpace(connection)
        return queue
    }

    func begin(_ service: SQS, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        service.context.database.write(.alone) { connection in
            try remove(service, connection)
        } completion: { (result: Result<Queue, any Error>) in
            if case .success(let queue) = result {
                service.catalogue.remove(queue, at: service.context.time.now)
                queue.activity.release()
                service.sweep(at: service.context.time.now)
            }
            answer(result.map { _ in emptyReply })
        }
    }
}
