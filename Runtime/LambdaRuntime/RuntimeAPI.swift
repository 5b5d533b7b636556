import CurlHTTP
import JSON

/// The client's side of Lambda's Runtime API, one request at a time. Used by one thread at a time.
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
final class RuntimeAPI {
    let connection: RuntimeConnection
    private let host: String
    private let nextRequest: [UInt8]
    /// The request that is being sent: room that is used again.
    private var request: [UInt8] = []
    private static let root = "/2018-06-01/runtime"

    /// `address` is `host:port`, as `AWS_LAMBDA_RUNTIME_API` has it.
    init(address: String) throws(LambdaRuntimeError) {
        let isHost = !address.isEmpty && address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
        guard isHost else {
            throw LambdaRuntimeError(code: .unreachable, message: "no Runtime API at \(address): this is no host:port")
        }
        host = address
        connection = RuntimeConnection(to: "http://\(address)")
        nextRequest = Array("GET \(Self.root)/invocation/next HTTP/1.1\r\nHost: \(address)\r\n\r\n".utf8)
    }

    /// Waits for the next event, for as long as it takes.
    func next() throws(LambdaRuntimeError) -> Invocation {
        let response = try connection.exchange(nextRequest)
        guard response.status == 200 else { throw LambdaRuntimeError(refused: "next", response) }
        return try Invocation(response)
    }

    func respond(_ requestID: String, _ body: [UInt8]) throws(LambdaRuntimeError) {
        try post(Self.responsePath(requestID), [("Content-Type", "application/json")], body)
    }

    static func responsePath(_ requestID: String) -> String { "\(root)/invocation/\(requestID)/response" }

    func report(_ error: ErrorReport, of requestID: String) throws(LambdaRuntimeError) {
        try post("\(Self.root)/invocation/\(requestID)/error", error.headers, error.body)
    }

    func reportInit(_ error: ErrorReport) throws(LambdaRuntimeError) {
        try post("\(Self.root)/init/error", error.headers, error.body)
    }

    private func post(
        _ path: String,
        _ headers: [(name: String, value: String)],
        _ body: [UInt8]
    ) throws(LambdaRuntimeError) {
        request.removeAll(keepingCapacity: body.count <= Self.roomKept)
        appendHead(path, headers + [("Content-Length", "\(body.count)")])
        request += body
        let response = try connection.exchange(request)
        guard response.status == 202 else { throw LambdaRuntimeError(refused: path, response) }
    }

    private static let roomKept = 1 << 16

    private func appendHead(_ path: String, _ headers: [(name: String, value: String)]) {
        request += "POST \(path) HTTP/1.1\r\nHost: \(host)\r\n".utf8
        for (name, value) in headers { request += "\(name): \(value)\r\n".utf8 }
        request += "\r\n".utf8
    }

    /// Begins a response that goes out piece by piece.
    func stream(_ requestID: String, isHTTP: Bool) throws(LambdaRuntimeError) -> ResponseStream {
        let path = Self.responsePath(requestID)
        request.removeAll(keepingCapacity: true)
        appendHead(path, ResponseStream.headers(isHTTP: isHTTP))
        try connection.begin(request)
        return ResponseStream(connection, path: path)
    }
}
