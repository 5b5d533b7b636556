import Time
import JSON
import ServiceKit
import Storage
import Wire

/// Changes some of a queue's attributes, or none when one of them is refused.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
struct SetQueueAttributes: QueueOperation {
    static let input = Shape.request([
        .queueURL, .required("Attributes", .textMap).flattened("Attribute", key: "Name", value: "Value"),
    ])

    let queueKey: QueueKey
    private let values: JSON.Object

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        queueKey = try service.queueKey(input)
        values = input["Attributes"]?.objectValue ?? JSON.Object()
        if values.isEmpty { throw .missing("Attributes") }
    }

    func change(_ queue: Queue, _ service: SQS, _ connection: Connection) throws -> Queue {
        var attributes = queue.attributes
        try attributes.set(values)
        if values["RedrivePolicy"] != nil { try attributes.checkRedrive(from: queue.arn, service) }
        return queue.with(attributes: attributes, at: service.context.time.now)
    }
}
