import Time
import JSON
import ServiceKit
import Storage
import Wire

/// Adds a statement to a queue's policy, which is kept and shown, not enforced.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html
struct AddPermission: QueueOperation {
    static let input = Shape.request([
        .queueURL, .required("Label", .text), .required("AWSAccountIds", .texts).flattened("AWSAccountId"),
        .required("Actions", .texts).flattened("ActionName"),
    ])

    let queueKey: QueueKey
    private let label: String
    private let accounts: [String]
    private let actions: [String]

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) {
        queueKey = try service.queueKey(input)
        label = input["Label"]?.stringValue ?? ""
        accounts = input.texts("AWSAccountIds")
        actions = input.texts("Actions")
        try AccessPolicy.check(label, accounts: accounts, actions: actions)
    }

    func change(_ queue: Queue, _ service: SQS, _ connection: Connection) throws -> Queue {
        var policy = AccessPolicy(queue.attributes.policy, queue: queue.arn)
        try policy.add(label, accounts: accounts, actions: actions, queue: queue.arn)
        var attributes = queue.attributes
        attributes.policy = policy.text
        return queue.with(attributes: attributes, at: service.context.time.now)
    }
}
