import SocketServer
import Testing

@testable import LambdaRuntime

@Suite struct LambdaHandlersTests {
    struct Unused: Error {}

    struct Twice: LambdaHandler {
        func handle(_ event: Int, context: LambdaContext) async throws -> Int { 2 * event }
    }

    private var handlers: LambdaHandlers {
        var handlers = LambdaHandlers()
        handlers.add("upper") { (event: String, _: LambdaContext) in event.uppercased() }
        handlers.add("nothing") { (_: String, _: LambdaContext) in }
        handlers.add("twice", make: { Twice() })
        handlers.add(
            "raw",
            makeStreaming: {
                StreamingClosureHandler { event, writer, _ in try await writer.writeAndFinish(event.reversed()) }
            }
        )
        handlers.add("broken", make: { () async throws -> Twice in throw Unused() })
        return handlers
    }

    @Test(arguments: [
        ("upper", #""a""#, #""A""#), ("nothing", #""a""#, ""), ("twice", "21", "42"), ("raw", "abc", "cba"),
    ])
    func theNamedOneRuns(_ name: String, _ event: String, _ output: String) async throws {
        let lambda = FakeLambda(event)
        let make = try LambdaHandlers.choose(name, of: handlers.makers)
        _ = await lambda.run { AnyStreamingHandler(try await make()) }
        #expect(lambda.posts.map(\.text) == [output])
    }

    @Test func anUnknownNameListsTheKnownOnes() {
        let error = #expect(throws: ErrorReport.self) { try LambdaHandlers.choose("rate", of: handlers.makers) }
        #expect(error?.headerType == "Runtime.HandlerNotFound")
        #expect(
            error?.message
                == #"_HANDLER is "rate", which this executable does not have. It has: broken, nothing, raw, twice, upper"#
        )
    }
}
