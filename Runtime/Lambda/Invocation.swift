import Wire

/// A request to run a function once.
package struct InvocationRequest: Sendable {
    /// A name the registry knows, without version.
    package var functionName: String
    /// Version or alias as the caller gave it, `nil` where he gave none.
    package var qualifier: String?
    /// The event as the function's handler will get it.
    package var payload: [UInt8]
    /// The `Content-Type` of the payload, passed on to the function.
    package var contentType: String
    /// The decoded JSON of `X-Amz-Client-Context`.
    package var clientContext: String?
    /// The value of `X-Amzn-Trace-Id`; one is made where there is none.
    package var traceID: String?
    /// Whether the caller wants the last 4 KiB of the log.
    package var wantsLogTail: Bool
    /// The id of an invocation that is tried again; a new one where there is none.
    package var requestID: String?
    /// The service that invokes the function by the leave of its resource policy; `nil` for callers with credentials or a
    /// role of their own, whose policies nobody evaluates.
    package var service: InvokingService?
    /// Whether the caller takes a response while it is still being made. To others a streamed response is given whole,
    /// and may not be longer than a buffered one.
    package var takesStream: Bool

    package init(
        functionName: String,
        qualifier: String? = nil,
        payload: [UInt8],
        contentType: String = "application/json",
        clientContext: String? = nil,
        traceID: String? = nil,
        wantsLogTail: Bool = false,
        requestID: String? = nil,
        takesStream: Bool = false,
        service: InvokingService? = nil
    ) {
        self.functionName = functionName
        self.qualifier = qualifier
        self.payload = payload
        self.contentType = contentType
        self.clientContext = clientContext
        self.traceID = traceID
        self.wantsLogTail = wantsLogTail
        self.requestID = requestID
        self.takesStream = takesStream
        self.service = service
    }
}

/// A service that invokes a function, as the function's resource policy knows it.
package struct InvokingService: Sendable, Hashable {
    /// As `apigateway.amazonaws.com`.
    package var principal: String
    /// For what it does so: the ARN of a topic, a rule or a method of an API.
    package var sourceARN: String

    package init(principal: String, sourceARN: String) {
        self.principal = principal
        self.sourceARN = sourceARN
    }
}

/// A response as the function makes it.
package typealias InvocationStream = ByteStream<InvocationEnd>

/// How a streamed response ended.
package struct InvocationEnd: Sendable, Hashable {
    /// Why it is not whole; `nil` where it is.
    package var error: Failure?
    /// The last 4 KiB of the log, when asked for.
    package var logTail: [UInt8]?

    package struct Failure: Sendable, Hashable {
        /// Such as `Function.Broken` or `Sandbox.Timedout`.
        package var type: String
        /// JSON with `errorType` and `errorMessage`.
        package var document: [UInt8]

        package init(type: String, document: [UInt8]) {
            self.type = type
            self.document = document
        }
    }

    package init(error: Failure? = nil, logTail: [UInt8]? = nil) {
        self.error = error
        self.logTail = logTail
    }
}

/// What came of an invocation that Lambda accepted.
package struct InvocationResult: Sendable {
    package var requestID: String
    /// `$LATEST` or a number.
    package var executedVersion: String
    /// What the function answered, or the error document when `functionError` is set.
    package var payload: [UInt8]
    /// The response's content type as the function gave it.
    package var contentType: String
    /// `Unhandled` when the function failed, timed out or died; `nil` when it answered.
    package var functionError: String?
    /// The function answered in streaming mode: `payload` is the whole stream, unless there is a `stream`.
    package var isStreamed: Bool
    /// The response that has begun, for a caller that takes it so; `payload` is empty then. To be connected to or
    /// cancelled: the function waits meanwhile.
    package var stream: InvocationStream?
    /// The last 4 KiB of the log, when asked for.
    package var logTail: [UInt8]?
    package var traceID: String

    package init(
        requestID: String,
        executedVersion: String = "$LATEST",
        payload: [UInt8],
        contentType: String = "application/json",
        functionError: String? = nil,
        isStreamed: Bool = false,
        logTail: [UInt8]? = nil,
        traceID: String = ""
    ) {
        self.requestID = requestID
        self.executedVersion = executedVersion
        self.payload = payload
        self.contentType = contentType
        self.functionError = functionError
        self.isStreamed = isStreamed
        self.logTail = logTail
        self.traceID = traceID
    }
}

/// Runs functions synchronously: what the gateway and the Invoke API stand on.
package protocol FunctionInvoker: Sendable {
    /// Calls `completion` exactly once, on whatever thread, with the result, or with the error by which Lambda refuses
    /// the call: `ResourceNotFoundException` 404, `TooManyRequestsException` 429, `RequestTooLargeException` 413, …
    func invoke(
        _ request: InvocationRequest,
        completion: @escaping @Sendable (Result<InvocationResult, AWSError>) -> Void
    )
}
