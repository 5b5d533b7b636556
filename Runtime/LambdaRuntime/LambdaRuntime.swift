/// Runs one handler: asks Lambda for an event, hands it over, sends back what comes of it, and so on.
///
/// Loop and handler share one thread as long as the handler waits for nothing; the executable's other threads are free
/// for what the handler starts at the same time.
public final class LambdaRuntime<Handler: StreamingLambdaHandler>: Sendable {
    /// The loop calls it once, and nobody else does.
    private nonisolated(unsafe) let make: () async throws -> Handler

    public init(handler: sending Handler) {
        nonisolated(unsafe) let handler = handler
        make = { handler }
    }

    /// `make` sets the handler up before the first event. What it throws is an init error, which Lambda is told.
    public init(make: @Sendable @escaping () async throws -> sending Handler) {
        self.make = { try await make() }
    }

    /// Serves events until Lambda is gone, which ends the process with status 0. Without `AWS_LAMBDA_RUNTIME_API`, after
    /// an init error, and when Lambda does not speak its own protocol, the process ends with a message and status 1.
    public nonisolated(nonsending) func run() async throws {
        await Launch.run(make)
    }
}
