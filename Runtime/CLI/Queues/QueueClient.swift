import JSON

/// Calls SQS of the Hearth that runs.
struct QueueClient {
    private let client: ServiceClient

    init(_ options: RunningOptions) async throws(CommandError) { client = try await ServiceClient(options) }

    func call(_ action: String, _ request: JSON) async throws(CommandError) -> JSON {
        try await client.call("sqs", "AmazonSQS", action, request)
    }

    func attributes(of queue: String) async throws(CommandError) -> JSON {
        let reply = try await call("GetQueueAttributes", ["QueueUrl": .string(queue), "AttributeNames": ["All"]])
        return reply["Attributes"] ?? [:]
    }

    /// The names of all queues, in their order.
    func names() async throws(CommandError) -> [String] {
        let urls = try await call("ListQueues", [:])["QueueUrls"]?.arrayValue ?? []
        return urls.compactMap { $0.stringValue?.split(separator: "/").last.map(String.init) }
    }

    /// The names of the queues that send there what cannot be delivered.
    func sources(of queue: String) async throws(CommandError) -> [String] {
        let urls = try await call("ListDeadLetterSourceQueues", ["QueueUrl": .string(queue)])["queueUrls"]?.arrayValue
        return (urls ?? []).compactMap { $0.stringValue?.split(separator: "/").last.map(String.init) }
    }
}
