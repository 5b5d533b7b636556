import AWSClient
import CatalogStores

/// The updates that could not be applied in time, and the notices that could not be told.
protocol DeadLetters: Sendable {
    func count() async throws -> Int
    /// Begins to put them back into the queues that they came from; what is under way goes on.
    func replay() async throws
}

/// The catalogue's dead-letter queues.
struct DeadLetterQueues: DeadLetters {
    let sqs: SQS
    let queueURLs: [String]

    func count() async throws -> Int {
        var count = 0
        for url in queueURLs { count += try await look(into: url).count }
        return count
    }

    func replay() async throws {
        for url in queueURLs {
            let (count, arn) = try await look(into: url)
            if count > 0 { try await move(arn) }
        }
    }

    private func look(into queueURL: String) async throws -> (count: Int, arn: String) {
        let (count, arn) = ("ApproximateNumberOfMessages", "QueueArn")
        let output = try await sqs.getQueueAttributes(.init(queueURL: queueURL, attributeNames: [count, arn]))
        return (output.attributes[count].flatMap { Int($0) } ?? 0, output.attributes[arn] ?? "")
    }

    /// A queue has one task at a time. SQS has no error code that says so, and asking before would leave room for
    /// another task to begin in between.
    private func move(_ arn: String) async throws {
        do {
            _ = try await sqs.startMessageMoveTask(.init(sourceARN: arn))
        } catch let error as AWSServiceError {
            let latest = try await sqs.listMessageMoveTasks(.init(sourceARN: arn)).results.first
            guard let status = latest?.status, ["RUNNING", "CANCELLING"].contains(status) else { throw error }
        }
    }
}

extension DeadLetterQueues {
    /// The queues that the environment names.
    init(_ names: CatalogNames) throws {
        let urls = try names.name("DEAD_LETTER_QUEUE_URLS").split(separator: ",").map(String.init)
        self.init(sqs: try SQS(), queueURLs: urls)
    }
}
