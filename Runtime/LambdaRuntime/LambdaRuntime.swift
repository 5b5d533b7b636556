/// Runs one handler: asks Lambda for an event, hands it over, sends back what comes of it, and so on.
public final class LambdaRuntime<Handler: StreamingLambdaHandler>: Sendable {
    private nonisolated(unsafe) let handler: Handler

    public init(handler: sending Handler) {
        self.handler = handler
    }

    /// Returns never while Lambda keeps the environment.
    public func run() async throws {
        throw LambdaRuntimeError(type: "Runtime.Unknown", message: "the run loop is not implemented yet")
    }
}

/// Why the runtime could not go on.
public struct LambdaRuntimeError: Error, Sendable, Hashable, CustomStringConvertible {
    public var type: String
    public var message: String

    public var description: String { "\(type): \(message)" }
}
