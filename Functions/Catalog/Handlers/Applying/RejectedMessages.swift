import AWSClient

/// Where messages go that can never be applied. They must not stand in the dead-letter queue, which is replayed.
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
