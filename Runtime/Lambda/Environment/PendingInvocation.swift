import Time
import Wire

/// An invocation that Lambda has accepted and that no environment has finished yet.
final class PendingInvocation: Sendable {
    let request: InvocationRequest
    let requestID: String
    /// As invoked: with the qualifier if the caller gave one.
    let functionARN: String
    let traceID: String
    private let completion: @Sendable (Result<InvocationResult, AWSError>) -> Void

    init(
        request: InvocationRequest,
        requestID: String,
        functionARN: String,
        traceID: String,
        completion: @escaping @Sendable (Result<InvocationResult, AWSError>) -> Void
    ) {
        self.request = request
        self.requestID = requestID
        self.functionARN = functionARN
        self.traceID = traceID
        self.completion = completion
    }

    func succeed(
        _ payload: [UInt8],
        version: String,
        contentType: String,
        isStreamed: Bool,
        logTail: [UInt8]?
    ) {
        completion(
            .success(
                InvocationResult(
                    requestID: requestID,
                    executedVersion: version,
                    payload: payload,
                    contentType: contentType,
                    isStreamed: isStreamed,
                    logTail: logTail,
                    traceID: traceID
                )
            )
        )
    }

    /// The response has begun; how it ends is told by the stream.
    func begin(_ stream: InvocationStream, version: String, contentType: String) {
        var result = InvocationResult(
            requestID: requestID,
            executedVersion: version,
            payload: [],
            contentType: contentType,
            isStreamed: true,
            traceID: traceID
        )
        result.stream = stream
        completion(.success(result))
    }

    func fail(_ failure: FunctionFailure, version: String, logTail: [UInt8]?) {
        completion(
            .success(
                InvocationResult(
                    requestID: requestID,
                    executedVersion: version,
                    payload: failure.document,
                    functionError: "Unhandled",
                    logTail: logTail,
                    traceID: traceID
                )
            )
        )
    }

    /// Lambda itself gives up: Hearth is stopping or could not make an environment.
    func refuse(_ error: AWSError) { completion(.failure(error)) }
}
