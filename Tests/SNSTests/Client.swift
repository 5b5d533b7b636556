import JSON
import SNS
import ServiceKit
import Storage
import Synchronization
import Testing
import Time
import Wire

/// Calls an SNS in memory as a client would, without a socket, and gets what it delivers.
struct Client {
    let service: SNS
    let time: ManualTime
    let receiver = Receiver()

    init(time: ManualTime = ManualTime()) throws {
        self.time = time
        let receiver = receiver
        service = try SNS(
            ServiceContext(
                account: AWSAccount(id: "123456789012"),
                time: time,
                ids: IDSource(seed: 1),
                database: Database(.memory, migrations: SNS.migrations)
            ),
            endpointURL: "http://localhost:4566"
        ) { notification, completion in
            receiver.take(notification.url, notification.body, notification.headers.map { "\($0.name): \($0.value)" })
            completion(200)
        }
        for name in ["sqs", "lambda"] { service.context.deliveries.register(receiver, for: name) }
        service.context.deliveries.register(service, for: "sns")
    }

    /// `form` are the parameters besides the action.
    func send(_ action: String, _ form: KeyValuePairs<String, String>) async -> (status: Int, body: String) {
        let pairs = [("Action", action)] + form.map { ($0.key, $0.value) }
        let request = HTTPRequest(
            method: "POST",
            target: "/",
            headers: [
                "Content-Type": "application/x-www-form-urlencoded",
                "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/sns/aws4_request",
            ],
            body: Array(pairs.map { "\($0)=\(PercentEncoding.encode($1))" }.joined(separator: "&").utf8)
        )
        return await answer(request)
    }

    func get(_ target: String) async -> (status: Int, body: String) {
        await answer(HTTPRequest(method: "GET", target: target))
    }

    private func answer(_ request: HTTPRequest) async -> (status: Int, body: String) {
        let response = await withCheckedContinuation { continuation in
            service.handle(request) { continuation.resume(returning: $0) }
        }
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    /// The text of an element of the reply to a request that must succeed.
    @discardableResult
    func call(_ action: String, _ form: KeyValuePairs<String, String>, _ element: String = "RequestId") async -> String
    {
        let (status, body) = await send(action, form)
        #expect(status == 200, "\(body)")
        return body.element(element)
    }

    /// `code: message` of the error that a request must get.
    func refusal(_ action: String, _ form: KeyValuePairs<String, String>) async -> String {
        let (status, body) = await send(action, form)
        return status == 200 ? "none" : "\(body.element("Code")): \(body.element("Message"))"
    }

    static let topic = "arn:aws:sns:us-east-1:123456789012:t"
    static let queue = "arn:aws:sqs:us-east-1:123456789012:q"

    /// The topic `t` with a queue that has subscribed.
    func makeTopic(_ attributes: (String, String)...) async -> String {
        await call("CreateTopic", ["Name": "t"])
        var form: [(String, String)] = [("TopicArn", Self.topic), ("Protocol", "sqs"), ("Endpoint", Self.queue)]
        for (index, attribute) in attributes.enumerated() {
            form.append(("Attributes.entry.\(index + 1).key", attribute.0))
            form.append(("Attributes.entry.\(index + 1).value", attribute.1))
        }
        let pairs = form
        let body = pairs.map { "\($0)=\(PercentEncoding.encode($1))" }.joined(separator: "&")
        let request = HTTPRequest(
            method: "POST",
            target: "/",
            headers: [
                "Content-Type": "application/x-www-form-urlencoded",
                "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/sns/aws4_request",
            ],
            body: Array("Action=Subscribe&\(body)".utf8)
        )
        let (status, reply) = await answer(request)
        #expect(status == 200, "\(reply)")
        return reply.element("SubscriptionArn")
    }
}

extension String {
    /// What stands in the first element of this name.
    func element(_ name: String) -> String {
        guard let start = firstRange(of: "<\(name)>")?.upperBound, let end = self[start...].firstRange(of: "</\(name)>")
        else { return "" }
        return String(self[start..<end.lowerBound])
    }
}

/// Takes deliveries.
final class Receiver: DeliveryReceiver {
    struct Received: Sendable {
        var resource: String
        var payload: String
        var attributes: [Delivery.MessageAttribute] = []
        var headers: [String] = []
    }

    /// Whether what is delivered is not acknowledged.
    let isSilent = Atomic(false)

    /// The resource that takes nothing.
    let refused = Mutex<String?>(nil)

    private let stream: AsyncStream<Received>
    private let continuation: AsyncStream<Received>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        continuation.yield(
            Received(
                resource: resource.description,
                payload: String(decoding: delivery.payload, as: UTF8.self),
                attributes: delivery.attributes
            )
        )
        if refused.withLock({ $0 == resource.description }) {
            completion(.failure(AWSError("ResourceNotFoundException", status: 404, message: "refused")))
        } else if !isSilent.load(ordering: .relaxed) {
            completion(.success(()))
        }
    }

    func take(_ url: String, _ body: [UInt8], _ headers: [String]) {
        continuation.yield(Received(resource: url, payload: String(decoding: body, as: UTF8.self), headers: headers))
    }

    func next() async throws -> Received {
        for await received in stream { return received }
        throw CancellationError()
    }
}
