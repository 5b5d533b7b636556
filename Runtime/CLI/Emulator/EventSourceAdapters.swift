import DynamoDB
import EventSources
import SQS
import ServiceKit
import Wire

/// The streams of tables as event source mappings read them.
struct TableStreams: StreamSource {
    let dynamoDB: DynamoDB

    func shards(
        of stream: ARN,
        completion: @escaping @Sendable (Result<[StreamShard], AWSError>) -> Void
    ) {
        dynamoDB.shards(ofStream: stream.description) { result in
            completion(
                result.map { shards in
                    shards.map {
                        StreamShard(id: $0.id, parentID: $0.parentID, lastSequenceNumber: $0.lastSequenceNumber)
                    }
                }
            )
        }
    }

    func records(
        of stream: ARN,
        shard: String,
        after sequenceNumber: String?,
        limit: Int,
        completion: @escaping @Sendable (Result<StreamPage, AWSError>) -> Void
    ) {
        dynamoDB.records(
            ofStream: stream.description,
            shard: shard,
            after: sequenceNumber,
            limit: limit
        ) { result in
            completion(
                result.map { page in
                    StreamPage(records: page.records, isLast: page.isLast, isClosed: page.isClosed)
                }
            )
        }
    }

    func listen(_ listener: @escaping @Sendable (String) -> Void) { dynamoDB.onStreamRecords(listener) }
}

/// Queues as event source mappings read them.
struct Queues: QueueSource {
    /// How long a receiver waits before it asks again. It waits asleep: nothing is done for it meanwhile.
    private static let patience = Duration.seconds(3_600)

    let sqs: SQS

    func attributes(of queue: ARN) -> QueueAttributes? {
        sqs.consumption(of: queue).map {
            QueueAttributes(visibilityTimeout: $0.visibilityTimeout, isFIFO: $0.isFIFO)
        }
    }

    func receive(
        from queue: ARN,
        limit: Int,
        completion: @escaping @Sendable (Result<[QueueMessage], AWSError>) -> Void
    ) -> @Sendable () -> Void {
        sqs.receive(from: queue, maximum: limit, waiting: Self.patience) { result in
            completion(result.map { $0.map(Self.message) })
        }
    }

    private static func message(_ message: ReceivedMessage) -> QueueMessage {
        QueueMessage(
            messageID: message.messageID,
            receiptHandle: message.receiptHandle,
            body: message.body,
            md5OfBody: message.md5OfBody,
            md5OfMessageAttributes: message.md5OfMessageAttributes,
            attributes: message.systemAttributes,
            messageAttributes: message.messageAttributes
        )
    }

    func delete(_ receiptHandles: [String], from queue: ARN) {
        sqs.delete(receiptHandles, from: queue) { _ in
            // A message that could not be deleted comes again: delivery is at least once.
        }
    }
}
