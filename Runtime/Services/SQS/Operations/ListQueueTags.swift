import JSON
import ServiceKit
import Storage
import Wire

/// Shows a queue's tags.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html
struct ListQueueTags: CatalogueQuery {
    static let input = Shape.request([.queueURL])
    static let output = Shape.request([
        .optional("Tags", .textMap).flattened("Tag", key: "Key", value: "Value")
    ])

    private let queueKey: QueueKey

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) { queueKey = try service.queueKey(input) }

    func reply(_ service: SQS) throws -> [UInt8] {
        let tags = try service.queue(queueKey).tags
        if tags.isEmpty { return emptyReply }
        let sorted = tags.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
        return JSON.object(JSON.Object([("Tags", .object(JSON.Object(sorted)))])).bytes
    }
}
