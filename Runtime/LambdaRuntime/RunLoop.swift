#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Event in, response out, until the Runtime API is gone.
struct RunLoop {
    let api: RuntimeAPI
    let logger: LambdaLogger

    /// Makes the handler and serves with it. Returns only by an error, which Lambda has been told if it can be.
    func run<Handler: StreamingLambdaHandler>(_ make: () async throws -> Handler) async throws(LambdaRuntimeError) {
        var handler: Handler
        do {
            handler = try await make()
        } catch {
            let report = ErrorReport(error)
            try api.reportInit(report)
            throw LambdaRuntimeError(code: .initFailed, message: "init failed: \(report.type): \(report.message)")
        }
        while true { try await serve(api.next(), &handler) }
    }

    private func serve<Handler: StreamingLambdaHandler>(
        _ invocation: Invocation,
        _ handler: inout Handler
    ) async throws(LambdaRuntimeError) {
        Self.publish(traceID: invocation.traceID)
        let response = InvocationResponse(requestID: invocation.requestID, api: api)
        do {
            let context = try LambdaContext(invocation, logger: logger)
            try await handler.handle(invocation.event, responseWriter: response, context: context)
            try response.endIfOpen()
        } catch {
            try report(error, of: invocation, through: response)
        }
    }

    private func report(
        _ error: any Error,
        of invocation: Invocation,
        through response: InvocationResponse
    ) throws(LambdaRuntimeError) {
        let report = ErrorReport(error)
        var logger = logger
        logger[metadataKey: "requestId"] = .string(invocation.requestID)
        logger.error("\(report.type): \(report.message)")
        if let error = error as? LambdaRuntimeError, error.code == .connectionLost { throw error }
        do {
            try response.fail(report)
        } catch  where error.code != .connectionLost {
            logger.error("\(error)")
        }
    }

    /// X-Ray's SDKs look for the trace id in the environment.
    private static func publish(traceID: String?) {
        if let traceID { setenv("_X_AMZN_TRACE_ID", traceID, 1) } else { unsetenv("_X_AMZN_TRACE_ID") }
    }
}
