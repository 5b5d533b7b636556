import JSON

extension LambdaRuntime {
    /// A function that takes an event and answers with an output.
    public convenience init<Event: Decodable, Output: Encodable>(
        body: sending @escaping (Event, LambdaContext) async throws -> Output
    ) where Handler == CodableHandler<ClosureHandler<Event, Output>> {
        self.init(handler: CodableHandler(handler: ClosureHandler(body: body)))
    }

    /// A function without output: the caller gets an empty response.
    public convenience init<Event: Decodable>(
        body: sending @escaping (Event, LambdaContext) async throws -> Void
    ) where Handler == CodableVoidHandler<ClosureHandler<Event, Void>> {
        self.init(handler: CodableVoidHandler(handler: ClosureHandler(body: body)))
    }

    public convenience init<Wrapped: LambdaHandler>(
        lambdaHandler: sending Wrapped
    ) where Wrapped.Event: Decodable, Wrapped.Output: Encodable, Handler == CodableHandler<Wrapped> {
        self.init(handler: CodableHandler(handler: lambdaHandler))
    }

    /// A function that works on bytes and may stream its response.
    public convenience init(
        body: @Sendable @escaping ([UInt8], any LambdaResponseStreamWriter, LambdaContext) async throws -> Void
    ) where Handler == StreamingClosureHandler {
        self.init(handler: StreamingClosureHandler(body: body))
    }
}

/// A handler made of a closure.
public struct ClosureHandler<Event, Output>: LambdaHandler {
    let body: (Event, LambdaContext) async throws -> Output

    public init(body: sending @escaping (Event, LambdaContext) async throws -> Output) {
        self.body = body
    }

    public func handle(_ event: Event, context: LambdaContext) async throws -> Output {
        try await body(event, context)
    }
}

/// A streaming handler made of a closure.
public struct StreamingClosureHandler: StreamingLambdaHandler {
    let body: @Sendable ([UInt8], any LambdaResponseStreamWriter, LambdaContext) async throws -> Void

    public init(
        body: @Sendable @escaping ([UInt8], any LambdaResponseStreamWriter, LambdaContext) async throws -> Void
    ) {
        self.body = body
    }

    public func handle(
        _ event: [UInt8],
        responseWriter: some LambdaResponseStreamWriter,
        context: LambdaContext
    ) async throws {
        try await body(event, responseWriter, context)
    }
}

/// A handler made of a closure that takes and gives bytes, whatever they mean.
public struct BytesHandler: StreamingLambdaHandler {
    let body: @Sendable ([UInt8], LambdaContext) async throws -> [UInt8]

    public init(body: @Sendable @escaping ([UInt8], LambdaContext) async throws -> [UInt8]) { self.body = body }

    public func handle(
        _ event: [UInt8],
        responseWriter: some LambdaResponseStreamWriter,
        context: LambdaContext
    ) async throws {
        try await responseWriter.conclude(body(event, context))
    }
}

/// Puts JSON around a handler.
public struct CodableHandler<Wrapped: LambdaHandler>: StreamingLambdaHandler
where Wrapped.Event: Decodable, Wrapped.Output: Encodable {
    let handler: Wrapped

    public init(handler: sending Wrapped) { self.handler = handler }

    public func handle(
        _ event: [UInt8],
        responseWriter: some LambdaResponseStreamWriter,
        context: LambdaContext
    ) async throws {
        let output = try await handler.handle(decodeEvent(Wrapped.Event.self, from: event), context: context)
        try await responseWriter.conclude(encodeOutput(output))
    }
}

/// Puts JSON around a handler without output.
public struct CodableVoidHandler<Wrapped: LambdaHandler>: StreamingLambdaHandler
where Wrapped.Event: Decodable, Wrapped.Output == Void {
    let handler: Wrapped

    public init(handler: sending Wrapped) { self.handler = handler }

    public func handle(
        _ event: [UInt8],
        responseWriter: some LambdaResponseStreamWriter,
        context: LambdaContext
    ) async throws {
        try await handler.handle(decodeEvent(Wrapped.Event.self, from: event), context: context)
        try await responseWriter.conclude([])
    }
}

func decodeEvent<Event: Decodable>(_ type: Event.Type, from bytes: [UInt8]) throws -> Event {
    do {
        return try JSONCoder.decode(type, from: bytes)
    } catch let error as DecodingError {
        throw ErrorReport(undecodable: error)
    }
}

func encodeOutput(_ output: some Encodable) throws -> [UInt8] {
    do {
        return try JSONCoder.encode(output)
    } catch let error as EncodingError {
        throw ErrorReport(unencodable: error)
    }
}
