import CurlHTTP
import JSON

/// The client's side of Lambda's Runtime API, one request at a time. Used by one thread at a time.
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
final class RuntimeAPI {
    private let connection: CurlExchanges
    private var wasReached = false
    /// Where the connection goes: `http://host:port`.
    let origin: String
    private static let root = "/2018-06-01/runtime"
    private static let nextPath = "\(root)/invocation/next"
    private let noHeaders = CurlHeaderList([])
    private let jsonHeaders = CurlHeaderList([("Content-Type", "application/json")])

    /// `address` is `host:port`, as `AWS_LAMBDA_RUNTIME_API` has it.
    init(address: String) throws(LambdaRuntimeError) {
        origin = "http://\(address)"
        do {
            connection = try CurlExchanges(to: origin)
        } catch {
            throw LambdaRuntimeError(code: .unreachable, message: "no Runtime API at \(origin): \(error)")
        }
    }

    /// Waits for the next event, for as long as it takes.
    func next() throws(LambdaRuntimeError) -> Invocation {
        let response = try send { () throws(CurlError) in try connection.get(Self.nextPath, headers: noHeaders) }
        guard response.status == 200 else { throw LambdaRuntimeError(refused: "next", response) }
        return try Invocation(response)
    }

    func respond(_ requestID: String, _ body: [UInt8]) throws(LambdaRuntimeError) {
        try post(Self.responsePath(requestID), jsonHeaders, body)
    }

    static func responsePath(_ requestID: String) -> String { "\(root)/invocation/\(requestID)/response" }

    func report(_ error: ErrorReport, of requestID: String) throws(LambdaRuntimeError) {
        try post("\(Self.root)/invocation/\(requestID)/error", error.headers, error.body)
    }

    func reportInit(_ error: ErrorReport) throws(LambdaRuntimeError) {
        try post("\(Self.root)/init/error", error.headers, error.body)
    }

    private func post(_ path: String, _ headers: CurlHeaderList, _ body: [UInt8]) throws(LambdaRuntimeError) {
        let response = try send { () throws(CurlError) in try connection.post(path, headers: headers, body: body) }
        guard response.status == 202 else { throw LambdaRuntimeError(refused: path, response) }
    }

    private func send(_ exchange: () throws(CurlError) -> CurlResponse) throws(LambdaRuntimeError) -> CurlResponse {
        do {
            let response = try exchange()
            wasReached = true
            return response
        } catch {
            throw wasReached
                ? LambdaRuntimeError(code: .connectionLost, message: "the Runtime API is gone: \(error)")
                : LambdaRuntimeError(code: .unreachable, message: "no Runtime API at \(origin): \(error)")
        }
    }
}
