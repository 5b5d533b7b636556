/// Event in, response out, until the Runtime API is gone.
struct RunLoop {
    let api: RuntimeAPI
    let logger: LambdaLogger
    /// Called with each invocation's trace id, before its handler.
    var publishTraceID: @Sendable (String?) -> Void = TraceVariable.set

    /// Makes the handler and serves with it. Returns only by an error, which Lambda has been told if it can be.
    func run<Handler: StreamingLambdaHandler>(_ make: () async throws -> Handler) async throws(LambdaRuntimeError) {
        ThrowTrace.begin()
        var handler: Handler
        do {
            handler = try await make()
        } catch {
            throw failInit(ErrorReport(error))
        }
        var last = ""
        while true {
            let invocation = try api.next { error in log("\(error)", of: last) }
            last = invocation.requestID
            try await serve(invocation, &handler)
        }
    }

    private func log(_ message: String, of requestID: String) {
        var logger = logger
        logger.requestID = requestID
        logger.error("\(message)")
    }

    /// What went wrong in the handler's set-up comes first, whether Lambda can still be told of it or not.
    private func failInit(_ report: ErrorReport) -> LambdaRuntimeError {
        do {
            try api.reportInit(report)
        } catch {
            logger.error("\(error)")
        }
        return LambdaRuntimeError(code: .initFailed, message: "init failed: \(report.type): \(report.message)")
    }

    private func serve<Handler: StreamingLambdaHandler>(
        _ invocation: Invocation,
        _ handler: inout Handler
    ) async throws(LambdaRuntimeError) {
        publishTraceID(invocation.traceID)
        let response = InvocationResponse(requestID: invocation.requestID, api: api)
        do {
            let context = LambdaContext(invocation, logger: logger)
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
        log("\(report.type): \(report.message)", of: invocation.requestID)
        if let error = error as? LambdaRuntimeError, error.code == .connectionLost { throw error }
        do {
            try response.fail(report)
        } catch  where error.code != .connectionLost {
            logger.error("\(error)")
        }
    }
}
