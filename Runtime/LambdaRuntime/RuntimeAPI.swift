import CurlHTTP
import JSON

/// The client's side of Lambda's Runtime API, one request at a time. Used by one thread at a time.
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
final class RuntimeAPI {
    private let connection: CurlConnection
    private var wasReached = false
    let base: String
    private let nextURL: String
    private let noHeaders = CurlHeaderList([])
    private let jsonHeaders = CurlHeaderList([("Content-Type", "application/json")])

    /// `address` is `host:port`, as `AWS_LAMBDA_RUNTIME_API` has it.
    init(address: String) throws(LambdaRuntimeError) {
        do {
            connection = try CurlConnection()
        } catch {
            throw LambdaRuntimeError(code: .unreachable, message: error.reason)
        }
        base = "http://\(address)/2018-06-01/runtime"
        nextURL = "\(base)/invocation/next"
    }

    /// Waits for the next event, for as long as it takes.
    func next() throws(LambdaRuntimeError) -> Invocation {
        let response = try send { () throws(CurlError) in try connection.get(nextURL, headers: noHeaders) }
        guard response.status == 200 else { throw LambdaRuntimeError(refused: "next", response) }
        return try Invocation(response)
    }

    func respond(_ requestID: String, _ body: [UInt8]) throws(LambdaRuntimeError) {
        try post("\(base)/invocation/\(requestID)/response", jsonHeaders, body)
    }

    func report(_ error: ErrorReport, of requestID: String) throws(LambdaRuntimeError) {
        try post("\(base)/invocation/\(requestID)/error", error.headers, error.body)
    }

    func reportInit(_ error: ErrorReport) throws(LambdaRuntimeError) {
        try post("\(base)/init/error", error.headers, error.body)
    }

    private func post(_ url: String, _ headers: CurlHeaderList, _ body: [UInt8]) throws(LambdaRuntimeError) {
        let response = try send { () throws(CurlError) in try connection.post(url, headers: headers, body: body) }
        guard response.status == 202 else { throw LambdaRuntimeError(refused: url, response) }
    }

    private func send(_ exchange: () throws(CurlError) -> CurlResponse) throws(LambdaRuntimeError) -> CurlResponse {
        do {
            let response = try exchange()
            wasReached = true
            return response
        } catch {
            throw wasReached
                ? LambdaRuntimeError(code: .connectionLost, message: "the Runtime API is gone: \(error)")
                : LambdaRuntimeError(code: .unreachable, message: "no Runtime API at \(base): \(error)")
        }
    }
}
