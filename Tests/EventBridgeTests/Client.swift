import EventBridge
import JSON
import ServiceKit
import Storage
import Synchronization
import Testing
import Time
import Wire

/// Calls an EventBridge in memory as a client would, without a socket, and gets what it delivers.
struct Client {
    let service: EventBridge
    let time: ManualTime
    let receiver = Receiver()

    init(
        _ database: Database? = nil,
        time: ManualTime = ManualTime(),
        receivesFrom services: [String] = ["sqs", "lambda"],
        begins: Bool = true,
        keepSecret: @escaping KeepSecret = { _, _, _ in },
        httpCaller: @escaping HTTPCaller = { $1(nil) }
    ) throws {
        self.time = time
        service = try EventBridge(
            ServiceContext(
                account: AWSAccount(id: "123456789012"),
                time: time,
                ids: IDSource(seed: 1),
                database: database ?? Database(.memory, migrations: EventBridge.migrations)
            ),
            keepSecret: keepSecret,
            httpCaller: httpCaller
        )
        for name in services { service.context.deliveries.register(receiver, for: name) }
        service.context.deliveries.register(service, for: "events")
        if begins { service.resume() }
    }

    func send(_ action: String, _ body: String, region: String = "us-east-1") async throws -> (status: Int, body: JSON)
    {
        let request = HTTPRequest(
            method: "POST",
            target: "/",
            headers: [
                "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AWSEvents.\(action)",
                "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/\(region)/events/aws4_request",
            ],
            body: Array(body.utf8)
        )
        let response = await withCheckedContinuation { continuation in
            service.handle(request) { continuation.resume(returning: $0) }
        }
        return (response.status, try JSON(parsing: response.body))
    }

    /// The reply to a request that must succeed.
    @discardableResult
    func call(_ action: String, _ body: String, at location: SourceLocation = #_sourceLocation) async throws -> JSON {
        let (status, body) = try await send(action, body)
        #expect(status == 200, "\(body.text)", sourceLocation: location)
        return body
    }

    /// The error that a request must get, as `code: message`.
    func refusal(_ action: String, _ body: String) async throws -> String {
        let (status, body) = try await send(action, body)
        return status == 200 ? "none" : "\(body["__type"]?.stringValue ?? ""): \(body["message"]?.stringValue ?? "")"
    }

    /// A rule `r` for events of `test` with one target, whose members come behind its id and ARN.
    func makeRule(target arn: String = "arn:aws:sqs:us-east-1:123456789012:q", _ members: String = "") async throws {
        try await call("PutRule", #"{"Name":"r","EventPattern":"{\"source\":[\"test\"]}"}"#)
        try await call("PutTargets", #"{"Rule":"r","Targets":[{"Id":"t","Arn":"\#(arn)"\#(members)}]}"#)
    }

    @discardableResult
    func putEvent(_ detail: String = #"{\"a\":1}"#, _ members: String = "") async throws -> JSON {
        try await call(
            "PutEvents",
            #"{"Entries":[{"Source":"test","DetailType":"type","Detail":"\#(detail)"\#(members)}]}"#
        )
    }
}

/// Takes deliveries, or refuses them as it is told.
final class Receiver: DeliveryReceiver {
    typealias Received = (resource: String, delivery: Delivery)

    private let stream: AsyncStream<Received>
    private let continuation: AsyncStream<Received>.Continuation
    private let answers = Mutex<[AWSError]>([])
    /// What stands in the payloads that are taken in the transaction of their sender.
    let taking = Mutex("")

    init() { (stream, continuation) = AsyncStream.makeStream() }

    /// Refuses the next deliveries with these errors, one after another.
    func refuse(with errors: [AWSError]) { answers.withLock { $0 = errors } }

    func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        let error = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        continuation.yield((resource.description, delivery))
        completion(error.map { .failure($0) } ?? .success(()))
    }

    func take(_ deliveries: [AddressedDelivery], in transaction: SendersTransaction) throws -> TakenDeliveries {
        let part = taking.withLock { $0 }
        let taken = deliveries.enumerated().filter {
            String(decoding: $0.element.delivery.payload, as: UTF8.self).contains(part)
        }
        return TakenDeliveries(places: part.isEmpty ? [] : Set(taken.map(\.offset))) { [continuation] in
            for (_, addressed) in taken {
                continuation.yield((addressed.resource.description, addressed.delivery))
            }
        }
    }

    /// The next delivery, taken or refused.
    func next() async throws -> Received {
        for await received in stream { return received }
        throw CancellationError()
    }

    func nextPayload() async throws -> String { String(decoding: try await next().delivery.payload, as: UTF8.self) }
}
