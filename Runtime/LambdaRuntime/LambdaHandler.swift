/// A function: an event in, an output out, both as JSON.
///
/// An error that it throws becomes the invocation's error; the process lives on.
public protocol LambdaHandler {
    associatedtype Event
    associatedtype Output

    func handle(_ event: Event, context: LambdaContext) async throws -> Output
}

/// A function that may go on working when its output has been sent. The next event comes after it returns.
public protocol LambdaWithBackgroundProcessingHandler {
    associatedtype Event
    associatedtype Output

    func handle(
        _ event: Event,
        outputWriter: some LambdaResponseWriter<Output>,
        context: LambdaContext
    ) async throws
}

/// Where a background-processing function puts its output.
public protocol LambdaResponseWriter<Output> {
    associatedtype Output

    /// Sends the output. Throws when the Runtime API refuses it.
    func write(_ output: Output) async throws
}

/// A function that works on bytes and may send its response piece by piece.
public protocol StreamingLambdaHandler {
    /// `event` is what the caller sent, as it is. What is thrown after the first piece was sent ends the response
    /// as broken.
    mutating func handle(
        _ event: [UInt8],
        responseWriter: some LambdaResponseStreamWriter,
        context: LambdaContext
    ) async throws
}

/// Where a streaming function puts its response.
public protocol LambdaResponseStreamWriter: Sendable {
    /// Sends a piece of the response. Returns when the connection has taken it.
    func write(_ bytes: [UInt8], hasCustomHeaders: Bool) async throws

    /// Ends the response. Throws when the Runtime API refuses it.
    func finish() async throws

    /// Sends the last piece; as the first one too, it makes a plain response with a known length.
    func writeAndFinish(_ bytes: [UInt8]) async throws
}

extension LambdaResponseStreamWriter {
    public func write(_ bytes: [UInt8]) async throws {
        try await write(bytes, hasCustomHeaders: false)
    }
}
