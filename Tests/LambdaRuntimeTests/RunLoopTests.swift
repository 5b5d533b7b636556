import JSON
import SocketServer
import Synchronization
import Testing

@testable import LambdaRuntime

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct RunLoopTests {
    struct Bad: Error, CustomStringConvertible {
        var description: String { "no such book" }
    }

    private func typed<Event: Decodable, Output: Encodable>(
        _ body: @escaping @Sendable (Event, LambdaContext) async throws -> Output
    ) -> CodableHandler<ClosureHandler<Event, Output>> {
        CodableHandler(handler: ClosureHandler(body: body))
    }

    @Test func servesOneEventAfterAnotherOnOneConnection() async throws {
        let lambda = FakeLambda("[1,2]", "[3,4,5]")
        let end = await lambda.run { typed { (numbers: [Int], _) in ["sum": numbers.reduce(0, +)] } }
        #expect(end?.code == .connectionLost)
        #expect(lambda.posts.map(\.text) == [#"{"sum":3}"#, #"{"sum":12}"#])
        #expect(lambda.posts.map(\.path) == (1...2).map { "/2018-06-01/runtime/invocation/id-\($0)/response" })
        #expect(lambda.posts.allSatisfy { $0.connection == 0 && $0.headers["content-type"] == "application/json" })
        #expect(lambda.server.requests.allSatisfy { $0.headers["expect"] == nil && $0.headers["accept"] == nil })
    }

    @Test func anErrorIsReportedAndTheNextEventServed() async throws {
        let lambda = FakeLambda("1", "2")
        _ = await lambda.run {
            typed { (number: Int, _) async throws -> Int in
                if number == 1 { throw Bad() }
                return number
            }
        }
        let posts = lambda.posts
        #expect(posts.map(\.path.isError) == [true, false])
        #expect(posts[0].headers["lambda-runtime-function-error-type"] == "Function.Bad")
        let report = try JSON(parsing: posts[0].body)
        #expect(report["errorMessage"] == "no such book")
        #expect(report["errorType"] == "Bad")
        #expect(report["stackTrace"]?[0]?.stringValue?.contains("anErrorIsReportedAndTheNextEventServed") == true)
        #expect(posts[1].text == "2")
    }

    @Test(arguments: [
        (#"{"books":[{"id":"x"},{}]}"#, "books[1].id: the member is missing"),
        (#"{"books":[{"id":5}]}"#, "books[0].id: Expected String but found a number"),
        ("{", "The text is not JSON: expected a member name in double quotes, found end of text at line 1, column 2"),
    ])
    func anEventThatDoesNotFitNamesThePlace(_ event: String, _ reason: String) async throws {
        struct Event: Codable {
            struct Book: Codable { var id: String }
            var books: [Book]
        }
        let lambda = FakeLambda(event)
        _ = await lambda.run { typed { (event: Event, _) in event } }
        let post = try #require(lambda.posts.first)
        #expect(post.headers["lambda-runtime-function-error-type"] == "Runtime.UnmarshalError")
        #expect(
            try JSON(parsing: post.body)["errorMessage"] == .string("The event does not fit the handler: \(reason)")
        )
    }

    @Test func contextAndTraceID() async throws {
        let seen = Mutex<[LambdaContext]>([])
        let traces = Mutex<[String?]>([])
        let lambda = FakeLambda([
            .init(
                body: "1",
                headers: [
                    ("lambda-runtime-trace-id", "Root=1-2-3"), ("Lambda-Runtime-Cognito-Identity", "{}"),
                    ("LAMBDA-RUNTIME-CLIENT-CONTEXT", #"{"client":{"app_title":"t"},"custom":{"a":"b"},"env":{}}"#),
                    ("Lambda-Runtime-Aws-Tenant-Id", "tenant"),
                ]
            ), .init(body: "2"),
        ])
        _ = await lambda.run(publishTraceID: { id in traces.withLock { $0.append(id) } }) {
            typed { (_: Int, context) -> String in
                seen.withLock { $0.append(context) }
                return ""
            }
        }
        let contexts = seen.withLock(\.self)
        let first = try #require(contexts.first)
        #expect(first.requestID == "id-1" && first.traceID == "Root=1-2-3" && first.tenantID == "tenant")
        #expect(first.invokedFunctionARN == "arn:aws:lambda:eu-central-1:000000000000:function:f")
        #expect(first.clientContext?.client?.appTitle == "t" && first.clientContext?.custom == ["a": "b"])
        #expect(first.cognitoIdentity == "{}")
        #expect(first.deadline.millisecondsSinceEpoch() == 4_102_444_800_000)
        #expect(first.getRemainingTime() > .seconds(60))
        #expect(contexts[1].traceID == "" && contexts[1].clientContext == nil)
        #expect(traces.withLock(\.self) == ["Root=1-2-3", nil])
    }

    @Test func anyClientContextLetsTheHandlerRun() async throws {
        let seen = Mutex<[ClientContext?]>([])
        let texts = [
            #"{"custom":{"n":5,"o":{"a":[1]},"s":"x","z":null}}"#, #"{"client":{"installation_id":7},"env":[]}"#, "[]",
            "none",
        ]
        let lambda = FakeLambda(texts.map { .init(body: "1", headers: [("Lambda-Runtime-Client-Context", $0)]) })
        _ = await lambda.run {
            typed { (number: Int, context) in
                seen.withLock { $0.append(context.clientContext) }
                return number
            }
        }
        #expect(lambda.posts.map(\.path.isError) == [false, false, false, false])
        let expected: [ClientContext?] = [
            ClientContext(custom: ["n": "5", "o": #"{"a":[1]}"#, "s": "x"]),
            ClientContext(client: ClientApplication(installationID: "7")), nil, nil,
        ]
        #expect(seen.withLock(\.self) == expected)
    }

    @Test(arguments: [(413, "RequestEntityTooLarge"), (403, "InvalidStateTransition"), (400, "InvalidRequestID")])
    func aRefusedResponseDoesNotEndTheLoop(_ status: Int, _ type: String) async throws {
        let lambda = FakeLambda("1", "2") { request in
            request.path.contains("id-1")
                ? .init(status, #"{"errorMessage":"m","errorType":"\#(type)"}"#) : FakeLambda.accepted
        }
        let end = await lambda.run { typed { (number: Int, _) in number } }
        #expect(end?.code == .connectionLost)
        #expect(lambda.posts.map(\.text) == ["1", "2"])
    }

    @Test func initErrorsAreReported() async throws {
        let lambda = FakeLambda("1")
        let end = await lambda.run { () async throws -> CodableHandler<ClosureHandler<Int, Int>> in throw Bad() }
        #expect(end?.code == .initFailed)
        #expect(lambda.server.requests.map(\.path) == ["/2018-06-01/runtime/init/error"])
        #expect(lambda.posts[0].headers["lambda-runtime-function-error-type"] == "Function.Bad")
    }

    @Test func anInitErrorThatNobodyHears() async throws {
        let lambda = FakeLambda("1")
        lambda.server.close()
        let end = await lambda.run { () async throws -> CodableHandler<ClosureHandler<Int, Int>> in throw Bad() }
        #expect(end?.message == "init failed: Bad: no such book")
    }

    @Test func noRuntimeAPIAtAll() async {
        let lambda = FakeLambda("1")
        lambda.server.close()
        let end = await lambda.run { typed { (number: Int, _) in number } }
        #expect(end?.code == .unreachable)
    }

    @Test func invocationWithoutRequestID() async {
        let server = SocketServer { _ in .init(200, "1") }
        defer { server.close() }
        let end = await #expect(throws: LambdaRuntimeError.self) {
            try await Launch.serve(server.address, logger: .silent, publishTraceID: { _ in }) {
                typed { (number: Int, _) in number }
            }
        }
        #expect(end?.code == .invalidAnswer)
    }

    @Test func handlersMayWaitForOthersAndFanOut() async throws {
        actor Counter {
            var value = 0
            func add(_ number: Int) async -> Int {
                try? await Task.sleep(for: .milliseconds(2))
                value += number
                return value
            }
        }
        let counter = Counter()
        let lambda = FakeLambda("20", "5")
        _ = await lambda.run {
            typed { (number: Int, _) async throws -> Int in
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<number { group.addTask { _ = await counter.add(1) } }
                }
                return await counter.add(0) + (await Task.detached { 1000 }.value)
            }
        }
        #expect(lambda.posts.map(\.text) == ["1020", "1025"])
    }

    @Test func theHandlerRunsOnTheLoopsThread() async {
        let threads = Mutex<Set<UInt>>([])
        let lambda = FakeLambda("1", "2", "3")
        _ = await lambda.run {
            typed { (number: Int, _) async throws -> Int in
                threads.withLock { _ = $0.insert(UInt(pthread_self())) }
                try? await Task.sleep(for: .milliseconds(2))
                threads.withLock { _ = $0.insert(UInt(pthread_self())) }
                return number
            }
        }
        #expect(threads.withLock(\.count) == 1)
    }
}

extension String {
    fileprivate var isError: Bool { hasSuffix("/error") }
}
