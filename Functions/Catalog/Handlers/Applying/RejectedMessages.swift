import AWSClient
import CatalogStores

/// Where messages go that can never be applied or told. They must not stand in a dead-letter queue, which is replayed.
protocol RejectedMessages: Sendable {
    func add(_ body: String, reason: String) async throws
}

/// A queue that people look into.
struct RejectedQueue: RejectedMessages {
    let sqs: SQS
    let queueURL: String

    func add(_ body: String, reason: String) async throws {
        let attributes = ["reason": MessageAttributeValue.string(String(reason.prefix(500)))]
        _ = try await sqs.sendMessage(.init(queueURL: queueURL, messageBody: body, messageAttributes: attributes))
    }
}

extension RejectedQueue {
    /// The queue that the environment names.
    init(_ names: CatalogNames) throws {
        self.init(sqs: try SQS(), queueURL: try names.name("REJECTED_QUEUE_URL"))
    }
}
