import FoundationEssentials
import JSON
import Lambda
import Programs
import Synchronization
import Testing
import Time
import Wire

/// Responses that callers get as they are made.
@Suite(.fewAtATime) struct StreamingTests {
    /// In a few words: `open_stream` begins a response, `chunk TEXT` sends a piece, `close_stream TRAILERS` ends it.
    private static let streaming = #"""
        open_stream() {
            exec 4<>"/dev/tcp/${AWS_LAMBDA_RUNTIME_API%:*}/${AWS_LAMBDA_RUNTIME_API#*:}"
            printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: x\r\n' "$id" >&4
            printf 'Content-Type: text/plain\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n' >&4
            printf 'Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n' >&4
        }
        chunk() { printf '%x\r\n%s\r\n' "${#1}" "$1" >&4; }
        close_stream() { printf '0\r\n%b\r\n' "$1" >&4; cat <&4 > answer; exec 4>&-; }

        """#

    private func withFunction(
        _ body: String,
        timeout: Duration = .seconds(30),
        _ work: (LambdaHarness) async throws -> Void
    ) async throws {
        try await withLambda(try LambdaHarness(Self.streaming + body, timeout: timeout), work)
    }

    /// What a stream brought, and how it ended.
    private struct Collected {
        var pieces: [String] = []
        var end: InvocationEnd?

        var text: String { pieces.joined() }
    }

    private func begin(_ harness: LambdaHarness, tail: Bool = false) async throws -> InvocationResult {
        try await withCheckedThrowingContinuation { continuation in
            let request = InvocationRequest(
                functionName: "f",
                payload: Array("{}".utf8),
                wantsLogTail: tail,
                takesStream: true
            )
            harness.lambda.invoke(request) { continuation.resume(with: $0) }
        }
    }

    private func collect(_ stream: InvocationStream) async -> Collected {
        let collected = Mutex(Collected())
        await withCheckedContinuation { continuation in
            stream.connect(
                InvocationStream.Consumer { piece in
                    collected.withLock { $0.pieces.append(String(decoding: piece, as: UTF8.self)) }
                } end: { end in
                    collected.withLock { $0.end = end }
                    continuation.resume()
                }
            )
        }
        return collected.withLock { $0 }
    }

    @Test func theCallerHasTheFirstPieceBeforeTheLastIsMade() async throws {
        // The function goes on only when somebody has seen its first piece.
        let body = #"while true; do next; open_stream; chunk one; wait_for_go; chunk two; close_stream; done"#
        // As long as it takes this test to be given a thread.
        let limit = Duration.seconds(900)
        let go = "wait_for_go() { until [ -e go ]; do sleep 0.01; done; }; "
        try await withFunction(go + body, timeout: limit) { harness in
            let result = try await begin(harness)
            #expect(result.isStreamed && result.payload.isEmpty && result.contentType == "text/plain")
            let stream = try #require(result.stream)
            let first = AsyncStream<String>.makeStream()
            let end = AsyncStream<InvocationEnd>.makeStream()
            stream.connect(
                InvocationStream.Consumer {
                    first.continuation.yield(String(decoding: $0, as: UTF8.self))
                } end: {
                    end.continuation.yield($0)
                    // Nobody is to wait for a piece that does not come.
                    first.continuation.finish()
                }
            )
            var pieces = first.stream.makeAsyncIterator()
            #expect(await pieces.next() == "one")
            try Data().write(to: URL(filePath: harness.folder + "/go"))
            #expect(await pieces.next() == "two")
            var ends = end.stream.makeAsyncIterator()
            #expect(await ends.next() == InvocationEnd())
        }
    }

    @Test func whoWantsItWholeGetsItWhole() async throws {
        try await withFunction("while true; do next; open_stream; chunk one; chunk two; close_stream; done") {
            harness in
            let result = try await harness.invoke()
            #expect(result.isStreamed && result.stream == nil)
            #expect(String(decoding: result.payload, as: UTF8.self) == "onetwo")
            // And the next one the other way.
            let stream = try #require(try await begin(harness).stream)
            #expect(await collect(stream).text == "onetwo")
        }
    }

    @Test func anErrorInTheMiddleComesAtTheEnd() async throws {
        let error = Data(#"{"errorType":"Broken","errorMessage":"no"}"#.utf8).base64EncodedString()
        let trailers =
            "Lambda-Runtime-Function-Error-Type: Function.Broken\\r\\n"
            + "Lambda-Runtime-Function-Error-Body: \(error)\\r\\n"
        try await withFunction("while true; do next; open_stream; chunk one; close_stream '\(trailers)'; done") {
            harness in
            let stream = try #require(try await begin(harness, tail: true).stream)
            let collected = await collect(stream)
            #expect(collected.text == "one")
            #expect(collected.end?.error?.type == "Function.Broken")
            let document = try JSON(parsing: collected.end?.error?.document ?? [])
            #expect(document == ["errorType": "Broken", "errorMessage": "no"])
            let tail = String(decoding: collected.end?.logTail ?? [], as: UTF8.self)
            #expect(tail.contains("REPORT RequestId"))
            // The function lives on.
            #expect(await collect(try #require(try await begin(harness).stream)).text == "one")
        }
    }

    @Test func aFunctionThatDiesBreaksItsStream() async throws {
        try await withFunction("next; open_stream; chunk one; sleep 2; exit 3") { harness in
            let stream = try #require(try await begin(harness).stream)
            let collected = await collect(stream)
            #expect(collected.text == "one")
            let type = collected.end?.error?.type
            #expect(type == "Runtime.TruncatedResponse" || type == "Runtime.ExitError")
        }
    }

    @Test func aFunctionThatTakesTooLongIsEnded() async throws {
        try await withFunction("next; open_stream; chunk one; sleep 1000", timeout: .seconds(5)) { harness in
            let stream = try #require(try await begin(harness).stream)
            let collected = await collect(stream)
            #expect(collected.text == "one")
            #expect(collected.end?.error?.type == "Sandbox.Timedout")
        }
    }

    @Test func aCallerWhoGoesDoesNotStopTheFunction() async throws {
        let big = "big=$(head -c 1000000 /dev/zero | tr '\\0' x); "
        try await withFunction(big + "while true; do next; open_stream; chunk $big; chunk $big; close_stream; done") {
            harness in
            try #require(try await begin(harness).stream).cancel()
            // The environment is free again, and not another one.
            let collected = await collect(try #require(try await begin(harness).stream))
            #expect(collected.text.utf8.count == 2_000_000)
            #expect(harness.log.lines.count { $0.hasPrefix("INIT_START") } <= 1)
        }
    }
}
