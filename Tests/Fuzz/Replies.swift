import Gateway
import Lambda
import Synchronization
import Time
import Wire

/// APIs whose function answers what it is to answer, and function URLs of both modes.
final class Replies: Sendable {
    static let shared = Replies()

    private final class Scripted: FunctionInvoker {
        let reply = Mutex<(payload: [UInt8], piece: Int)>(([], 1))

        func invoke(
            _ request: InvocationRequest,
            completion: @escaping @Sendable (Result<InvocationResult, AWSError>) -> Void
        ) {
            let (payload, piece) = reply.withLock { $0 }
            var result = InvocationResult(requestID: "r", payload: payload)
            guard request.takesStream else { return completion(.success(result)) }
            let stream = InvocationStream()
            result.payload = []
            result.isStreamed = true
            result.contentType = "application/vnd.awslambda.http-integration-response"
            result.stream = stream
            completion(.success(result))
            for start in stride(from: 0, to: payload.count, by: piece) {
                stream.send(Array(payload[start..<min(start + piece, payload.count)]))
            }
            stream.finish(InvocationEnd())
        }
    }

    private let function = Scripted()
    private let gateway: Gateway

    private init() {
        var streamed = GatewayConfiguration.Route("GET", "/stream", function: "f")
        streamed.streamsResponse = true
        let plain = GatewayConfiguration.Route("GET", "/", function: "f")
        do {
            gateway = try Gateway(
                GatewayConfiguration(apis: [
                    GatewayConfiguration.API(
                        id: "rest",
                        name: "R",
                        kind: .rest(binaryMediaTypes: ["image/*"]),
                        stageName: "dev",
                        routes: [plain, streamed]
                    ),
                    GatewayConfiguration.API(
                        id: "http",
                        name: "H",
                        kind: .http(),
                        stageName: "$default",
                        routes: [plain]
                    ),
                ]),
                invoker: function,
                time: ManualTime(),
                ids: IDSource(seed: 1),
                account: AWSAccount()
            )
        } catch {
            fatalError("\(error)")
        }
    }

    /// The last byte says how large the pieces of a stream are.
    func run(_ bytes: [UInt8]) {
        function.reply.withLock { $0 = (bytes, max(1, Int(bytes.last ?? 1))) }
        for (api, path) in [("rest", "/dev/"), ("rest", "/dev/stream"), ("http", "/")] {
            let headers: HTTPHeaders = ["Host": "\(api).execute-api.localhost", "Accept": "image/png"]
            let statuses = Mutex<[Int]>([])
            gateway.handle(HTTPRequest(method: "GET", target: path, headers: headers)) { response in
                statuses.withLock { $0.append(response.status) }
                Self.check(response)
                response.stream?.connect(
                    HTTPBodyStream.Consumer { _ in
                    } end: { _ in
                    }
                )
            }
            let seen = statuses.withLock { $0 }
            require(seen.count == 1 && (200...599).contains(seen[0]), "answers \(seen)")
        }
    }

    /// Nothing that a function says can end a header block or smuggle another field into it.
    private static func check(_ response: HTTPResponse) {
        for field in response.headers.fields {
            let isClean = (field.name + field.value).utf8.allSatisfy { $0 != 0x0D && $0 != 0x0A && $0 != 0 }
            require(isClean, "a line break in a header field")
        }
    }
}
