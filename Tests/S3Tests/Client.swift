import ServiceKit
import Storage
import Synchronization
import Testing
import Time
import Wire

@testable import S3

/// Calls the service in memory as a client would, without a socket.
struct Client: Sendable {
    let service: S3
    let time: ManualTime
    let received: Inbox

    /// `buckets` are made at once.
    init(_ buckets: String..., time: ManualTime = ManualTime()) async throws {
        self.time = time
        var context = ServiceContext(
            account: AWSAccount(),
            time: time,
            ids: IDSource(seed: 1),
            database: try Database(.memory, migrations: S3.migrations)
        )
        context.deliveries = DeliveryRouter()
        received = Inbox()
        for name in ["sqs", "sns", "lambda", "events"] { context.deliveries.register(received, for: name) }
        service = try S3(context, directory: nil, functions: FunctionCalls())
        for bucket in buckets { #expect(await send("PUT", "/\(bucket)").status == 200) }
    }

    func send(
        _ method: String,
        _ target: String,
        _ body: [UInt8] = [],
        headers: HTTPHeaders = [:],
        region: String = "us-east-1"
    ) async -> HTTPResponse {
        var request = HTTPRequest(method: method, target: target, headers: headers, body: body)
        request.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=AKID/20261121/\(region)/s3/aws4_request")
        if headers["Content-Length"] == nil { request.headers.add("Content-Length", String(body.count)) }
        return await withCheckedContinuation { continuation in
            service.handle(request) { continuation.resume(returning: $0) }
        }
    }

    func send(_ method: String, _ target: String, _ body: String, headers: HTTPHeaders = [:]) async -> HTTPResponse {
        await send(method, target, Array(body.utf8), headers: headers)
    }

    /// The body of a reply, streamed or not.
    func text(_ response: HTTPResponse) async -> String {
        guard let stream = response.stream else { return String(decoding: response.body, as: UTF8.self) }
        let bytes = Mutex<[UInt8]>([])
        return await withCheckedContinuation { continuation in
            stream.connect(
                HTTPBodyStream.Consumer { piece in
                    bytes.withLock { $0 += piece }
                } end: { _ in
                    continuation.resume(returning: String(decoding: bytes.withLock { $0 }, as: UTF8.self))
                }
            )
        }
    }

    /// The object as it is now, or the code of the error.
    func get(_ target: String, headers: HTTPHeaders = [:]) async -> String {
        let response = await send("GET", target, headers: headers)
        let body = await text(response)
        return response.status < 300 ? body : "\(response.status) \(Self.element("Code", body) ?? "")"
    }

    /// Status and code of the answer to a request that must be refused.
    func refusal(_ method: String, _ target: String, _ body: String = "", headers: HTTPHeaders = [:]) async -> String {
        let response = await send(method, target, body, headers: headers)
        return "\(response.status) \(Self.element("Code", await text(response)) ?? "-")"
    }

    /// What stands between the first tags of a name.
    static func element(_ name: String, _ body: String) -> String? {
        guard let start = body.firstRange(of: "<\(name)>")?.upperBound,
            let end = body[start...].firstRange(of: "</\(name)>")?.lowerBound
        else { return nil }
        return String(body[start..<end])
    }

    /// The same for all of them.
    static func elements(_ name: String, _ body: String) -> [String] {
        body.split(separator: "<\(name)>").dropFirst().map { part in
            String(part[..<(part.firstRange(of: "</\(name)>")?.lowerBound ?? part.endIndex)])
        }
    }
}

/// Takes what is delivered.
final class Inbox: DeliveryReceiver {
    private let deliveries = Mutex<[AddressedDelivery]>([])
    private let arrivals = AsyncStream<AddressedDelivery>.makeStream()

    func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        guard !resource.resource.hasPrefix("missing") else {
            return completion(.failure(AWSError("NonExistentQueue", message: "There is no such queue")))
        }
        let addressed = AddressedDelivery(delivery: delivery, resource: resource)
        deliveries.withLock { $0.append(addressed) }
        arrivals.continuation.yield(addressed)
        completion(.success(()))
    }

    /// The next one that comes.
    func next() async -> AddressedDelivery? { await arrivals.stream.first { _ in true } }
}
