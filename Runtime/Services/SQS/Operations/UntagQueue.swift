import JSON
import ServiceKit
import Storage
import Wire

/// Removes tags from a queue by their keys.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html
struct UntagQueue: QueueOperation {
    static let input = Shape.request([.queueURL, .required("TagKeys", .texts).flattened("TagKey")])

    let queueKey: QueueKey
    private let keys: [String]

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        queueKey = try service.queueKey(input)
        keys = input.texts("TagKeys")
        guard !keys.isEmpty, keys.allSatisfy(QueueTags.isKey) else { throw QueueTags.badKey }
    }

    func change(_ queue: Queue, _ service: SQS, _ connection: Connection) throws -> Queue {
        queue.with(tags: queue.tags.filter { !keys.contains($0.key) })
    }
}
