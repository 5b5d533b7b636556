import SocketServer
import Synchronization

@testable import LambdaRuntime

/// The Runtime API with a few events to hand out; it is gone after the last one.
final class FakeLambda: Sendable {
    struct Event: Sendable {
        var body: String
        var headers: [(String, String)] = []
    }

    private struct Queue: Sendable {
        var events: [Event]
        var sent = 0
        weak var server: SocketServer?
    }

    let server: SocketServer

    init(_ events: [Event], answer: @escaping SocketServer.Handler = { _ in FakeLambda.accepted }) {
        let shared = Shared(events)
        server = SocketServer { request in
            guard request.path == "/2018-06-01/runtime/invocation/next" else { return answer(request) }
            return shared.next()
        }
        shared.queue.withLock { [server] in $0.server = server }
    }

    convenience init(_ bodies: String..., answer: @escaping SocketServer.Handler = { _ in FakeLambda.accepted }) {
        self.init(bodies.map { Event(body: $0) }, answer: answer)
    }

    static let accepted = SocketServer.Response(202, #"{"status":"OK"}"#)

    /// What was posted.
    var posts: [SocketServer.Request] { server.requests.filter { $0.method == "POST" } }

    /// Serves until the events are used up, and leaves the process's environment alone. Returns why it ended.
    func run<Handler: StreamingLambdaHandler>(
        logger: LambdaLogger = .silent,
        publishTraceID: @escaping @Sendable (String?) -> Void = { _ in },
        _ make: @escaping () async throws -> Handler
    ) async -> LambdaRuntimeError? {
        do throws(LambdaRuntimeError) {
            try await Launch.serve(server.address, logger: logger, publishTraceID: publishTraceID, make)
            return nil
        } catch {
            return error
        }
    }

    private final class Shared: Sendable {
        let queue: Mutex<Queue>

        init(_ events: [Event]) { queue = Mutex(Queue(events: events)) }

        func next() -> SocketServer.Response? {
            queue.withLock { queue in
                guard queue.sent < queue.events.count else {
                    queue.server?.close()
                    return nil
                }
                let event = queue.events[queue.sent]
                queue.sent += 1
                let headers = [
                    ("Lambda-Runtime-Aws-Request-Id", "id-\(queue.sent)"),
                    ("Lambda-Runtime-Deadline-Ms", "4102444800000"),
                    ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:000000000000:function:f"),
                ]
                return .init(200, headers: headers + event.headers, event.body)
            }
        }
    }
}

extension LambdaLogger {
    static var silent: LambdaLogger { LambdaLogger(logLevel: .critical, output: LogOutput(isJSON: false)) }
}
