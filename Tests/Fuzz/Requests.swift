import Gateway
import JSON
import Lambda
import Synchronization
import Time
import Wire

/// APIs of both kinds whose functions answer with what they were given.
final class Requests: Sendable {
    static let shared = Requests()

    private struct Echo: FunctionInvoker {
        func invoke(
            _ request: InvocationRequest,
            completion: @escaping @Sendable (Result<InvocationResult, AWSError>) -> Void
        ) {
            require((try? JSON(parsing: request.payload)) != nil, "the event is no JSON")
            completion(.success(InvocationResult(requestID: "r", payload: request.payload)))
        }
    }

    private let gateway: Gateway

    private init() {
        let paths = ["/", "/books", "/books/{book_id}", "/books/{book_id}/ratings", "/files/{proxy+}", "/a b", "/%41"]
        let routes = paths.flatMap { path in
            ["GET", "ANY", "POST"].map { GatewayConfiguration.Route($0, path, function: "f") }
        }
        let cors = GatewayConfiguration.HTTPCORS(allowOrigins: ["https://*"], allowCredentials: true)
        let configuration = GatewayConfiguration(apis: [
            GatewayConfiguration.API(
                id: "http",
                name: "H",
                kind: .http(cors: cors),
                stageName: "$default",
                routes: routes + [GatewayConfiguration.Route("ANY", "$default", function: "f")]
            ),
            GatewayConfiguration.API(
                id: "rest",
                name: "R",
                kind: .rest(binaryMediaTypes: ["image/*"]),
                stageName: "dev",
                stageVariables: ["a": "b"],
                routes: routes
            ),
        ])
        do {
            gateway = try Gateway(
                configuration,
                invoker: Echo(),
                time: ManualTime(),
                ids: IDSource(seed: 1),
                account: AWSAccount()
            )
        } catch {
            fatalError("\(error)")
        }
    }

    /// The first line is method and target, the lines up to an empty one are header fields, the rest is the body.
    func run(_ bytes: [UInt8]) {
        let (head, body) = Self.split(bytes)
        var lines = String(decoding: head, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let words = (lines.isEmpty ? "" : lines.removeFirst()).split(separator: " ", maxSplits: 1)
        var headers = HTTPHeaders()
        for line in lines {
            let name = line.prefix { $0 != ":" }
            headers.add(String(name), String(line.dropFirst(name.count + 1)))
        }
        let request = HTTPRequest(
            method: words.first.map(String.init) ?? "GET",
            target: words.count > 1 ? String(words[1]) : "/",
            headers: headers,
            body: body
        )
        let answers = Mutex(0)
        gateway.handle(request) { response in
            require((100...599).contains(response.status), "status \(response.status)")
            answers.withLock { $0 += 1 }
        }
        require(answers.withLock { $0 } == 1, "not one answer")
    }

    private static func split(_ bytes: [UInt8]) -> (head: ArraySlice<UInt8>, body: [UInt8]) {
        guard let end = bytes.indices.dropLast().first(where: { bytes[$0] == 0x0A && bytes[$0 + 1] == 0x0A }) else {
            return (bytes[...], [])
        }
        return (bytes[..<end], Array(bytes[(end + 2)...]))
    }
}
