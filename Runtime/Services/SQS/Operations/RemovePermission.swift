import Time
import JSON
import ServiceKit
import Storage
import Wire

/// Removes a statement from a queue's policy.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html
struct RemovePermission: QueueOperation {
    static let input = Shape.request([.queueURL, .required("Label", .text)])

    let queueKey: QueueKey
    private let label: String

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        queueKey = try service.queueKey(input)
        label = input["Label"]?.stringValue ?? ""
    }

    func change(_ queue: Queue, _ service: SQS, _ connection: Connection) throws -> Queue {
        var policy = AccessPolicy(queue.attributes.policy, queue: queue.arn)
        try policy.remove(label)
        var attributes = queue.attributes
        attributes.policy = policy.text
        return queue.with(attributes: attributes, at: service.context.time.now)
    }
}
