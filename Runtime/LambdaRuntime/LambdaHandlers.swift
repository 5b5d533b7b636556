/// Several functions in one executable: `_HANDLER` names the one that runs.
///
///     var handlers = LambdaHandlers()
///     handlers.add("search") { (event: APIGatewayV2Request, context: LambdaContext) in try await search(event) }
///     handlers.add("rate") { try RateHandler(table: DynamoDB()) }
///     try await handlers.run()
///
/// Only the chosen one is made. An error in making it, and an unknown name, are init errors.
public struct LambdaHandlers {
    typealias Maker = () async throws -> any StreamingLambdaHandler

    var makers: [(name: String, make: Maker)] = []

    public init() {}

    /// Adds a function that a closure handles.
    public mutating func add<Event: Decodable, Output: Encodable>(
        _ name: String,
        body: @Sendable @escaping (Event, LambdaContext) async throws -> Output
    ) {
        makers.append((name, { CodableHandler(handler: ClosureHandler(body: body)) }))
    }

    /// Adds a function without output that a closure handles.
    public mutating func add<Event: Decodable>(
        _ name: String,
        body: @Sendable @escaping (Event, LambdaContext) async throws -> Void
    ) {
        makers.append((name, { CodableVoidHandler(handler: ClosureHandler(body: body)) }))
    }

    /// Adds a function whose handler `make` sets up, before the first event, when it is the chosen one.
    public mutating func add<Handler: LambdaHandler>(
        _ name: String,
        make: @Sendable @escaping () async throws -> sending Handler
    ) where Handler.Event: Decodable, Handler.Output: Encodable {
        makers.append((name, { CodableHandler(handler: try await make()) }))
    }

    /// Adds a streaming or raw-bytes function whose handler `make` sets up.
    public mutating func add<Handler: StreamingLambdaHandler>(
        _ name: String,
        makeStreaming make: @Sendable @escaping () async throws -> sending Handler
    ) {
        makers.append((name, { try await make() }))
    }

    /// Runs the function that `_HANDLER` names.
    public func run() async throws {
        throw LambdaRuntimeError(type: "Runtime.Unknown", message: "the run loop is not implemented yet")
    }
}
