import JSON
import ServiceKit
import Storage
import Synchronization
import Wire

/// An action that changes a queue itself. It runs alone, so that memory and store agree whenever another write begins.
protocol QueueOperation: DeferredOperation<SQS> {
    /// Returns what the queue is from now on, which is stored for it, and what is to follow the commit.
    func change(_ queue: Queue, _ service: SQS, _ connection: Connection) throws -> Queue

    var queueKey: QueueKey { get }
}

extension QueueOperation {
    func begin(_ service: SQS, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        service.context.database.write(.alone) { connection in
            let queue = try change(service.queue(queueKey), service, connection)
            try queue.save(connection, home: service.context.account.region)
            return queue
        } completion: { (result: Result<Queue, any Error>) in
            if case .success(let queue) = result {
                service.catalogue.insert(queue)
                service.keepSwept()
            }
            answer(result.map { _ in emptyReply })
        }
    }
}
