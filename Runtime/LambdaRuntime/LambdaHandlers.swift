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

    /// Adds a function that goes on after its output and whose handler `make` sets up.
    public mutating func add<Handler: LambdaWithBackgroundProcessingHandler>(
        _ name: String,
        makeBackground make: @Sendable @escaping () async throws -> sending Handler
    ) where Handler.Event: Decodable, Handler.Output: Encodable {
        makers.append((name, { CodableBackgroundHandler(handler: try await make()) }))
    }

    /// Runs the function that `_HANDLER` names. Ends the process as `LambdaRuntime.run()` does.
    public nonisolated(nonsending) func run() async throws {
        let makers = makers
        await Launch.run { try await AnyStreamingHandler(Self.choose(Launch.environment("_HANDLER"), of: makers)()) }
    }

    static func choose(_ name: String?, of makers: [(name: String, make: Maker)]) throws -> Maker {
        if let chosen = makers.last(where: { $0.name == name }) { return chosen.make }
        let known = makers.map(\.name).sorted().joined(separator: ", ")
        let problem = name.map { "_HANDLER is \"\($0)\", which this executable does not have" } ?? "_HANDLER is not set"
        throw ErrorReport(type: "Runtime.HandlerNotFound", message: "\(problem). It has: \(known)")
    }
}

/// The chosen handler, whatever its type.
struct AnyStreamingHandler: StreamingLambdaHandler {
    var base: any StreamingLambdaHandler

    init(_ base: any StreamingLambdaHandler) { self.base = base }

    mutating func handle(
        _ event: [UInt8],
        responseWriter: some LambdaResponseStreamWriter,
        context: LambdaContext
    ) async throws {
        try await base.handle(event, responseWriter: responseWriter, context: context)
    }
}
