import FoundationEssentials
import JSON
import ServiceKit
import Storage
import Synchronization
import Testing
import Time
import Wire

@testable import SQS

/// Calls an SQS in memory as a client would, without a socket.
struct Client {
    let service: SQS
    let time: ManualTime

    init(
        _ database: Database? = nil,
        metrics: any MetricSink = NoMetrics(),
        time: ManualTime = ManualTime()
    ) throws {
        self.time = time
        service = try SQS(
            ServiceContext(
                account: AWSAccount(),
                time: time,
                ids: IDSource(seed: 1),
                database: database ?? Database(.memory, migrations: SQS.migrations),
                metrics: metrics
            )
        )
    }

    func request(_ action: String, _ body: String) -> HTTPRequest {
        HTTPRequest(
            method: "POST",
            target: "/",
            headers: [
                "Content-Type": "application/x-amz-json-1.0",
                "X-Amz-Target": "AmazonSQS.\(action)",
                "Host": "localhost:4566",
                "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/sqs/aws4_request",
            ],
            body: Array(body.utf8)
        )
    }

    func send(_ request: HTTPRequest) async -> HTTPResponse {
        await withCheckedContinuation { continuation in
            service.handle(request) { continuation.resume(returning: $0) }
        }
    }

    /// The reply to a request that must succeed.
    @discardableResult
    func call(_ action: String, _ body: String, at location: SourceLocation = #_sourceLocation) async throws -> JSON {
        let response = await send(request(action, body))
        let json = try JSON(parsing: response.body)
        #expect(response.status == 200, "\(json.text)", sourceLocation: location)
        return json
    }

    /// `code: message` of the error that a request must get, with the code of the query protocol.
    func refusal(_ action: String, _ body: String) async throws -> String {
        let response = await send(request(action, body))
        let code = response.headers["x-amzn-query-error"]?.split(separator: ";").first ?? ""
        let json = try JSON(parsing: response.body)
        return "\(code): \(json["message"]?.stringValue ?? json["Message"]?.stringValue ?? "")"
    }

    /// A request of the query protocol, which needs no signature.
    func query(_ form: String, path: String = "/") async -> (status: Int, text: String) {
        let request = HTTPRequest(
            method: "POST",
            target: path,
            headers: ["Content-Type": "application/x-www-form-urlencoded", "Host": "localhost:4566"],
            body: Array(form.utf8)
        )
        let response = await send(request)
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    /// Lets so much time pass, second by second, and what falls due on the way be done in the store.
    func elapse(seconds: Int) throws {
        for second in 0...seconds {
            if second > 0 { time.advance(by: .seconds(1)) }
            for _ in 0..<4 {
                time.advance(by: .zero)
                try service.context.database.writeAndWait { _ in }
            }
        }
    }

    // MARK: Short forms

    func make(_ name: String = "q", _ attributes: String = "{}") async throws {
        try await call("CreateQueue", #"{"QueueName":"\#(name)","Attributes":\#(attributes)}"#)
    }

    @discardableResult
    func put(_ body: String, in queue: String = "q", group: String? = nil, id: String? = nil) async throws -> JSON {
        var request = JSON.Object([("QueueUrl", .string(queue)), ("MessageBody", .string(body))])
        request["MessageGroupId"] = group.map { .string($0) }
        request["MessageDeduplicationId"] = id.map { .string($0) }
        return try await call("SendMessage", JSON.object(request).text)
    }

    /// The messages that are there now.
    func receive(_ queue: String = "q", _ more: String = "") async throws -> [JSON] {
        let reply = try await call(
            "ReceiveMessage",
            #"{"QueueUrl":"\#(queue)","MaxNumberOfMessages":10,"AttributeNames":["All"]\#(more)}"#
        )
        return reply["Messages"]?.arrayValue ?? []
    }

    func bodies(_ queue: String = "q", _ more: String = "") async throws -> [String] {
        try await receive(queue, more).compactMap { $0["Body"]?.stringValue }
    }

    func delete(_ message: JSON?, from queue: String = "q") async throws {
        let handle = message?["ReceiptHandle"]?.stringValue ?? ""
        try await call("DeleteMessage", #"{"QueueUrl":"\#(queue)","ReceiptHandle":"\#(handle)"}"#)
    }

    func changeVisibility(_ message: JSON?, to seconds: Int, in queue: String = "q") async throws {
        let handle = message?["ReceiptHandle"]?.stringValue ?? ""
        try await call(
            "ChangeMessageVisibility",
            #"{"QueueUrl":"\#(queue)","ReceiptHandle":"\#(handle)","VisibilityTimeout":\#(seconds)}"#
        )
    }

    /// Visible, in flight, delayed.
    func counts(_ queue: String = "q") async throws -> [Int] {
        let reply = try await call("GetQueueAttributes", #"{"QueueUrl":"\#(queue)","AttributeNames":["All"]}"#)
        return ["", "NotVisible", "Delayed"].map { kind in
            reply["Attributes"]?["ApproximateNumberOfMessages\(kind)"]?.stringValue.flatMap { Int($0) } ?? -1
        }
    }

    /// Begins a long poll, which waits when this returns.
    func poll(_ queue: String = "q", seconds: Int = 20) -> Pending {
        let pending = Pending()
        var request = request("ReceiveMessage", #"{"QueueUrl":"\#(queue)","WaitTimeSeconds":\#(seconds)}"#)
        request.onDeparture = { action in pending.departure.withLock { $0 = action } }
        service.handle(request) { response in pending.answer(response) }
        return pending
    }
}

/// A request that is not answered at once.
final class Pending: Sendable {
    let departure = Mutex<(@Sendable () -> Void)?>(nil)
    private let stream = AsyncStream<HTTPResponse>.makeStream()
    private let answered = Mutex(false)

    var isAnswered: Bool { answered.withLock { $0 } }

    func answer(_ response: HTTPResponse) {
        answered.withLock { $0 = true }
        stream.continuation.yield(response)
    }

    func leave() { departure.withLock { $0 }?() }

    /// The bodies of the messages of the answer.
    func bodies() async throws -> [String] {
        guard let response = await stream.stream.first(where: { _ in true }) else { return [] }
        return try JSON(parsing: response.body)["Messages"]?.arrayValue?.compactMap { $0["Body"]?.stringValue } ?? []
    }
}
