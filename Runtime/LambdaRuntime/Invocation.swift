import CurlHTTP
import JSON

/// An event that a function is to handle, as the Runtime API hands it out.
struct Invocation: Sendable {
    var requestID: String
    var deadline: LambdaClock.Instant
    var invokedFunctionARN: String
    var traceID: String?
    var tenantID: String?
    var cognitoIdentity: String?
    /// JSON.
    var clientContext: String?
    var event: [UInt8]

    init(_ response: CurlResponse) throws(LambdaRuntimeError) {
        let headers = response.headers
        requestID = try Self.required(headers, "lambda-runtime-aws-request-id")
        invokedFunctionARN = try Self.required(headers, "lambda-runtime-invoked-function-arn")
        let deadlineText = try Self.required(headers, "lambda-runtime-deadline-ms")
        guard let milliseconds = Int64(deadlineText) else {
            throw LambdaRuntimeError(code: .invalidAnswer, message: "the deadline \(deadlineText) is not a number")
        }
        deadline = LambdaClock.Instant(millisecondsSinceEpoch: milliseconds)
        traceID = headers["lambda-runtime-trace-id"]
        tenantID = headers["lambda-runtime-aws-tenant-id"]
        cognitoIdentity = headers["lambda-runtime-cognito-identity"]
        clientContext = headers["lambda-runtime-client-context"]
        event = response.body
    }

    private static func required(_ headers: CurlHeaders, _ name: StaticString) throws(LambdaRuntimeError) -> String {
        guard let value = headers[name] else {
            throw LambdaRuntimeError(code: .invalidAnswer, message: "an invocation came without \(name)")
        }
        return value
    }
}

extension LambdaContext {
    init(_ invocation: Invocation, logger: LambdaLogger) {
        var logger = logger
        logger.requestID = invocation.requestID
        self.init(
            requestID: invocation.requestID,
            traceID: invocation.traceID ?? "",
            tenantID: invocation.tenantID,
            invokedFunctionARN: invocation.invokedFunctionARN,
            deadline: invocation.deadline,
            cognitoIdentity: invocation.cognitoIdentity,
            clientContext: invocation.clientContext.flatMap { ClientContext(text: $0) },
            logger: logger
        )
    }
}
