import AWSClient

/// The updates that could not be applied in time.
protocol DeadLetters: Sendable {
    func count() async throws -> Int
    /// Begins to put them back into the queue that they came from; nothing happens while that is under way.
    func replay() async throws
}

/// A dead-letter queue.
struct DeadLetterQueue: DeadLetters {
    let sqs: SQS
    let queueURL: String
    let queueARN: String

    func count() async throws -> Int {
        let name = "ApproximateNumberOfMessages"
        let output = try await sqs.getQueueAttributes(.init(queueURL: queueURL, attributeNames: [name]))
        return output.attributes[name].flatMap { Int($0) } ?? 0
    }

    func replay() async throws {
        do {
            _ = try await sqs.startMessageMoveTask(.init(sourceARN: queueARN))
        } catch let error as AWSServiceError where error.code.hasSuffix("UnsupportedOperation") {
            // A task is moving them already.
        }
    }
}
