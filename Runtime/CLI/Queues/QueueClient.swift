import CurlHTTP
import JSON

/// Calls SQS of the Hearth that runs.
struct QueueClient {
    private let url: String

    init(_ options: RunningOptions) async throws(CommandError) {
        let state = StateDirectory(path: options.dataDir)
        url = try await EndpointDiscovery(explicit: options.endpointURL, state: state).required()
    }

    func call(_ action: String, _ request: JSON) async throws(CommandError) -> JSON {
        let headers = CurlHeaderList([
            ("Content-Type", "application/x-amz-json-1.0"), ("X-Amz-Target", "AmazonSQS.\(action)"),
            // Signatures are not verified.
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=hearth/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0"
            ),
        ])
        let request = CurlRequest(method: "POST", url: "\(url)/", headers: headers, body: request.bytes)
        do {
            let response = try await CurlClient.shared.send(request)
            let answer = try JSON(parsing: response.body)
            if response.status == 200 { return answer }
            throw CommandError(answer["message"]?.stringValue ?? "\(action) was answered \(response.status)")
        } catch let error as CommandError {
            throw error
        } catch {
            throw CommandError("\(url) did not answer: \(error)")
        }
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
