import ServiceKit
import Storage
import Wire

/// Queues as those see them within Hearth who feed functions from them.
extension SQS {
    /// What a consumer has to know of a queue; `nil` for one that is not there.
    package func consumption(of queue: ARN) -> QueueConsumption? {
        catalogue[queue].map { queue in
            QueueConsumption(
                isFIFO: queue.attributes.isFIFO,
                visibilityTimeout: .seconds(queue.attributes.visibilityTimeout)
            )
        }
    }

    /// Calls `completion` exactly once, on whatever thread, with at least one message as soon as there are some, and with
    /// none when `wait` is over or when what this returns was called: whoever calls it waits no longer.
    ///
    /// Messages that were received are not seen by others for the queue's visibility timeout, or for `visibilitySeconds`.
    /// In FIFO queues, messages of one group come in their order.
    @discardableResult
    package func receive(
        from queue: ARN,
        maximum: Int,
        waiting wait: Duration,
        visibilitySeconds: Int? = nil,
        completion: @escaping @Sendable (Result<[ReceivedMessage], AWSError>) -> Void
    ) -> @Sendable () -> Void {
        do throws(AWSError) {
            guard let queue = catalogue[queue] else { throw .noSuchQueue }
            let timeout = try visibilitySeconds.map { (seconds) throws(AWSError) in
                try VisibilityTimeout(checking: seconds)
            }
            let request = ReceiveRequest(maximum: max(1, maximum), visibilityTimeout: timeout)
            let poll = poll(queue, request, waiting: wait) { [self] result in
                completion(result.mapError { awsError($0) })
            }
            poll.begin(nil)
            return { poll.end() }
        } catch {
            completion(.failure(error))
            return {}
        }
    }

    /// Deletes messages that were received. Handles that are void by now are passed over.
    package func delete(
        _ receiptHandles: [String],
        from queue: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        forEach(receiptHandles, of: queue, completion) { try $0.delete($1, from: $2) }
    }

    /// Lets messages that were received be unseen for so long from now; 0 for seen at once. Handles that are void by now
    /// are passed over.
    package func changeVisibility(
        of receiptHandles: [String],
        toSeconds seconds: Int,
        in queue: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        do throws(AWSError) {
            let timeout = try VisibilityTimeout(checking: seconds)
            forEach(receiptHandles, of: queue, completion) { try $0.changeVisibility($1, timeout, in: $2) }
        } catch {
            completion(.failure(error))
        }
    }

    private func forEach(
        _ receiptHandles: [String],
        of queue: ARN,
        _ completion: @escaping @Sendable (Result<Void, AWSError>) -> Void,
        _ body: @escaping @Sendable (inout MessageWriter, String, Queue) throws -> Void
    ) {
        write { writer in
            guard let queue = writer.service.catalogue[queue] else { throw AWSError.noSuchQueue }
            for receiptHandle in receiptHandles {
                do {
                    try body(&writer, receiptHandle, queue)
                } catch is AWSError {
                    continue
                }
            }
        } completion: {
            completion($0)
        }
    }
}

/// What a consumer has to know of a queue.
package struct QueueConsumption: Sendable, Hashable {
    package let isFIFO: Bool
    package let visibilityTimeout: Duration
}
