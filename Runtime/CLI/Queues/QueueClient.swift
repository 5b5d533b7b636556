import JSON

/// Calls SQS of the Hearth that runs.
struct QueueClient {
    let services: ServiceClient

    init(_ options: RunningOptions) async throws(CommandError) { services = try await ServiceClient(options) }

    func call(_ action: String, _ request: JSON) async throws(CommandError) -> JSON {
        try await services.call("sqs", "AmazonSQS", action, request)
    }

    /// Of a queue's name or URL.
    func attributes(of queue: String) async throws(CommandError) -> JSON {
        do throws(CommandError) {
            let request: JSON = ["QueueUrl": .string(queue), "AttributeNames": ["All"]]
            return try await call("GetQueueAttributes", request)["Attributes"] ?? [:]
        } catch  where error.code == "QueueDoesNotExist" {
            throw CommandError("there is no queue \(queue) in \(services.region)")
        }
    }

    /// The URLs of the queues whose dead-letter queue this is.
    func sources(of queue: String) async throws(CommandError) -> [JSON] {
        try await call("ListDeadLetterSourceQueues", ["QueueUrl": .string(queue)])["queueUrls"]?.arrayValue ?? []
    }

    /// Of all queues, in the order of their names.
    func allAttributes() async throws(CommandError) -> [JSON] {
        var (all, token) = ([JSON](), String?.none)
        repeat {
            var request = JSON.Object([("MaxResults", 1_000)])
            request["NextToken"] = token.map { .string($0) }
            let page = try await call("ListQueues", .object(request))
            for url in page["QueueUrls"]?.arrayValue ?? [] {
                all.append(try await attributes(of: url.stringValue ?? ""))
            }
            token = page["NextToken"]?.stringValue
        } while token != nil
        return all
    }
}
