import JSON
import ServiceKit
import Storage
import Wire

/// Adds tags to a queue, in the place of those of the same key.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html
struct TagQueue: QueueOperation {
    static let input = Shape.request([
        .queueURL, .required("Tags", .textMap).flattened("Tag", key: "Key", value: "Value"),
    ])

    let queueKey: QueueKey
    private let tags: [String: String]

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        queueKey = try service.queueKey(input)
        tags = (input["Tags"]?.objectValue ?? JSON.Object()).textValues
        if tags.isEmpty { throw .missing("Tags") }
    }

    func change(_ queue: Queue, _ service: SQS, _ connection: Connection) throws -> Queue {
        let all = queue.tags.merging(tags) { $1 }
        try QueueTags.check(all, of: queue.name)
        return queue.with(tags: all)
    }
}
