/// Puts JSON around a handler that goes on after its output.
public struct CodableBackgroundHandler<Wrapped: LambdaWithBackgroundProcessingHandler>: StreamingLambdaHandler
where Wrapped.Event: Decodable, Wrapped.Output: Encodable {
    let handler: Wrapped

    public init(handler: sending Wrapped) { self.handler = handler }

    public func handle(
        _ event: [UInt8],
        responseWriter: some LambdaResponseStreamWriter,
        context: LambdaContext
    ) async throws {
        try await handler.handle(
            decodeEvent(Wrapped.Event.self, from: event),
            outputWriter: OutputWriter(base: responseWriter),
            context: context
        )
    }

    private struct OutputWriter<Base: LambdaResponseStreamWriter>: LambdaResponseWriter {
        let base: Base

        func write(_ output: Wrapped.Output) async throws { try await base.writeAndFinish(encodeOutput(output)) }
    }
}

extension LambdaRuntime {
    /// A function that may go on working when its output has been sent.
    public convenience init<Wrapped: LambdaWithBackgroundProcessingHandler>(
        backgroundHandler: sending Wrapped
    ) where Wrapped.Event: Decodable, Wrapped.Output: Encodable, Handler == CodableBackgroundHandler<Wrapped> {
        self.init(handler: CodableBackgroundHandler(handler: backgroundHandler))
    }
}

/// What swift-aws-lambda-runtime calls it.
public typealias LambdaCodableAdapter = CodableBackgroundHandler

/// Makes a handler one that could go on after its output.
public struct LambdaHandlerAdapter<Handler: LambdaHandler>: LambdaWithBackgroundProcessingHandler {
    public typealias Event = Handler.Event
    public typealias Output = Handler.Output

    let handler: Handler

    public init(handler: sending Handler) { self.handler = handler }

    public func handle(
        _ event: Handler.Event,
        outputWriter: some LambdaResponseWriter<Handler.Output>,
        context: LambdaContext
    ) async throws {
        try await outputWriter.write(handler.handle(event, context: context))
    }
}
