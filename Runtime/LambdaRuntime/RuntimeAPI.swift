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
    /// What `request` is when it waits for the next request for work.
    private var leftResponse: (path: String, count: Int)?
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

    /// Waits for the next event, for as long as it takes. A response that was left to it goes out first; `onRefusal` is
    /// told when Lambda does not take that.
    func next(onRefusal: (LambdaRuntimeError) -> Void = { _ in }) throws(LambdaRuntimeError) -> Invocation {
        let response =
            if let leftResponse { try next(behind: leftResponse, onRefusal) } else {
                try connection.exchange(nextRequest)
            }
        guard response.status == 200 else { throw LambdaRuntimeError(refused: "next", response) }
        return try Invocation(response)
    }

    private func next(
        behind left: (path: String, count: Int),
        _ onRefusal: (LambdaRuntimeError) -> Void
    ) throws(LambdaRuntimeError) -> CurlResponse {
        leftResponse = nil
        request += nextRequest
        let (response, next) = try connection.exchange(request, firstCount: left.count)
        if response.status != 202 { onRefusal(LambdaRuntimeError(refused: left.path, response)) }
        return next
    }

    /// Sends a response and waits until Lambda has taken it.
    func respond(_ requestID: String, _ body: [UInt8]) throws(LambdaRuntimeError) {
        try post(Self.responsePath(requestID), Self.json, body)
    }

    /// Sends a response with the request for the next event, which must be what comes next. A large one, which Lambda
    /// may refuse, goes out now.
    func leave(_ requestID: String, _ body: [UInt8]) throws(LambdaRuntimeError) {
        guard body.count <= Self.roomKept else { return try respond(requestID, body) }
        let path = Self.responsePath(requestID)
        write(path, Self.json, body)
        leftResponse = (path, request.count)
    }

    private static let json: [(name: String, value: String)] = [("Content-Type", "application/json")]

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
        write(path, headers, body)
        let response = try connection.exchange(request)
        guard response.status == 202 else { throw LambdaRuntimeError(refused: path, response) }
    }

    private static let roomKept = 1 << 16

    private func write(_ path: String, _ headers: [(name: String, value: String)], _ body: [UInt8]) {
        request.removeAll(keepingCapacity: request.capacity <= 2 * Self.roomKept)
        appendHead(path, headers, length: body.count)
        request += body
    }

    private func appendHead(_ path: String, _ headers: [(name: String, value: String)], length: Int? = nil) {
        append("POST ", path, " HTTP/1.1\r\nHost: ", host)
        for (name, value) in headers { append("\r\n", name, ": ", value) }
        if let length { append("\r\nContent-Length: ", String(length)) }
        append("\r\n\r\n")
    }

    private func append(_ texts: String...) { for text in texts { request += text.utf8 } }

    /// Begins a response that goes out piece by piece.
    func stream(_ requestID: String, isHTTP: Bool) throws(LambdaRuntimeError) -> ResponseStream {
        let path = Self.responsePath(requestID)
        request.removeAll(keepingCapacity: true)
        appendHead(path, ResponseStream.headers(isHTTP: isHTTP))
        try connection.begin(request)
        return ResponseStream(connection, path: path)
    }
}
