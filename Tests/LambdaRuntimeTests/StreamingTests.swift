import FoundationEssentials
import JSON
import SocketServer
import Testing

@testable import LambdaRuntime

@Suite struct StreamingTests {
    struct Broken: Error {}

    private func stream(
        _ body: @escaping @Sendable ([UInt8], any LambdaResponseStreamWriter, LambdaContext) async throws -> Void
    ) -> StreamingClosureHandler {
        StreamingClosureHandler(body: body)
    }

    @Test func piecesGoOutAsChunks() async throws {
        let lambda = FakeLambda("event", "again")
        _ = await lambda.run {
            stream { event, writer, _ in
                try await writer.write(event)
                try await writer.write([])
                try await writer.write(Array(" and more".utf8))
                try await writer.finish()
            }
        }
        let posts = lambda.posts
        #expect(posts.map(\.text) == ["event and more", "again and more"])
        #expect(posts[0].headers["transfer-encoding"] == "chunked")
        #expect(posts[0].headers["lambda-runtime-function-response-mode"] == "streaming")
        #expect(posts[0].headers["content-type"] == "application/octet-stream")
        #expect(posts[0].trailers.isEmpty)
    }

    @Test func httpPrelude() async throws {
        let lambda = FakeLambda("x")
        _ = await lambda.run {
            stream { _, writer, _ in
                try await writer.writeStatusAndHeaders(.init(statusCode: 201, headers: ["a": "b"], cookies: ["c=d"]))
                try await writer.writeAndFinish(Array("body".utf8))
            }
        }
        let post = try #require(lambda.posts.first)
        #expect(post.headers["content-type"] == "application/vnd.awslambda.http-integration-response")
        let parts = post.body.split(separator: 0, omittingEmptySubsequences: false)
        #expect(parts.count == 9 && parts[8].elementsEqual("body".utf8))
        #expect(try JSON(parsing: parts[0]) == ["statusCode": 201, "headers": ["a": "b"], "cookies": ["c=d"]])
    }

    @Test func anErrorInTheMiddleGoesIntoTheTrailers() async throws {
        let lambda = FakeLambda("x", "y")
        _ = await lambda.run {
            stream { event, writer, _ in
                try await writer.write(event)
                if event == Array("x".utf8) { throw Broken() }
                try await writer.finish()
            }
        }
        let post = try #require(lambda.posts.first)
        #expect(post.headers["trailer"] == "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body")
        #expect(post.trailers["lambda-runtime-function-error-type"] == "Function.Broken")
        let body = try #require(Data(base64Encoded: post.trailers["lambda-runtime-function-error-body"] ?? ""))
        #expect(try JSON(parsing: body)["errorType"] == "Broken")
        #expect(lambda.posts.map(\.text) == ["x", "y"])
    }

    @Test func oneWholePieceIsAPlainResponse() async throws {
        let lambda = FakeLambda("x")
        _ = await lambda.run { stream { event, writer, _ in try await writer.writeAndFinish(event) } }
        #expect(lambda.posts.first?.headers["content-length"] == "1")
        #expect(lambda.posts.first?.headers["lambda-runtime-function-response-mode"] == nil)
    }

    @Test func aResponseMustBeEndedOnce() async throws {
        let lambda = FakeLambda("open", "twice", "none")
        _ = await lambda.run {
            stream { event, writer, _ in
                switch String(decoding: event, as: UTF8.self) {
                case "open": try await writer.write(event)
                case "twice":
                    try await writer.writeAndFinish(event)
                    await #expect(throws: LambdaRuntimeError.self) { try await writer.finish() }
                default: break
                }
            }
        }
        let posts = lambda.posts
        #expect(posts.map { $0.path.hasSuffix("/error") } == [false, false, true])
        #expect(posts[0].trailers["lambda-runtime-function-error-type"] == "Function.ResponseNotFinished")
        #expect(posts[2].headers["lambda-runtime-function-error-type"] == "Function.ResponseNotFinished")
    }

    @Test func workBehindTheResponse() async throws {
        struct Background: LambdaWithBackgroundProcessingHandler {
            typealias Event = Int
            typealias Output = Int

            func handle(
                _ event: Int,
                outputWriter: some LambdaResponseWriter<Int>,
                context: LambdaContext
            ) async throws {
                try await outputWriter.write(event + 1)
                throw Broken()
            }
        }
        let lambda = FakeLambda("1", "2")
        _ = await lambda.run { CodableBackgroundHandler(handler: Background()) }
        #expect(lambda.posts.map(\.text) == ["2", "3"])
    }

    @Test func adaptersOfOtherRuntimesDoAsTheyDoThere() async {
        let lambda = FakeLambda("1")
        _ = await lambda.run {
            LambdaCodableAdapter(handler: LambdaHandlerAdapter(handler: ClosureHandler { (n: Int, _) in n + 1 }))
        }
        #expect(lambda.posts.map(\.text) == ["2"])
    }
}
