import JSON
import Lambda
import Programs
import Testing

/// What the Runtime API answers to a runtime that breaks the protocol.
@Suite(.fewAtATime) struct RuntimeAPITests {
    /// Runs one invocation with `body` between `next` and the end; returns what the script printed on its first line.
    private func printed(_ body: String) async throws -> String {
        let harness = try LambdaHarness("while true; do next; \(body); echo; answer done; done")
        var line = ""
        try await withLambda(harness) { (harness) async throws in
            #expect(try await harness.answer() == "done")
            await harness.log.wait(for: "REPORT")
            line = harness.log.lines.first { $0.hasPrefix("4") || $0.hasPrefix("2") } ?? ""
        }
        return line
    }

    private func forbidden(_ from: String, _ to: String) -> String {
        #"403 {"errorMessage":"State transition from \#(from) to \#(to) failed for runtime. "#
            + #"Error: State transition is not allowed","errorType":"InvalidStateTransition"}"#
    }

    @Test func refusesAnswersToOtherRequests() async throws {
        #expect(
            try await printed(#"post "$base/invocation/other/response" -d 1"#)
                == #"400 {"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}"#
        )
    }

    @Test func refusesNextBeforeTheAnswer() async throws {
        #expect(
            try await printed(#"curl -s -w '%{http_code} ' -o out "$base/invocation/next"; cat out"#)
                == forbidden("Running", "Ready")
        )
    }

    @Test func refusesInitErrorsAfterInitialization() async throws {
        #expect(
            try await printed(#"post "$base/init/error" -d '{}'"#)
                == forbidden("Running", "InitError")
        )
    }

    @Test func acceptsOneAnswerOnly() async throws {
        let harness = try LambdaHarness(
            #"while true; do next; answer once; post "$base/invocation/$id/response" -d twice; echo; done"#
        )
        try await withLambda(harness) { (harness) async throws in
            #expect(try await harness.answer() == "once")
            await harness.log.wait(for: "403")
            #expect(
                harness.log.lines.contains {
                    $0.contains("State transition from RuntimeResponseSentState to InvocationResponse failed")
                }
            )
        }
    }

    @Test func refusesUnknownResponseModes() async throws {
        let harness = try LambdaHarness(
            #"""
            while true; do next
            post "$base/invocation/$id/response" -H 'Lambda-Runtime-Function-Response-Mode: odd' -d 1; echo; done
            """#
        )
        try await withLambda(harness) { (harness) async throws in
            let error = try JSON(parsing: try await harness.invoke().payload)
            #expect(error["errorType"] == "Runtime.InvalidResponseModeHeader")
            await harness.log.wait(for: "400")
            #expect(
                harness.log.lines.contains(
                    #"400 {"errorMessage":"Invalid function response mode","errorType":"InvalidFunctionResponseMode"}"#
                )
            )
        }
    }

    @Test func takesStreamedResponses() async throws {
        let harness = try LambdaHarness(
            #"""
            while true; do next
            head -c "$event" /dev/zero | post "$base/invocation/$id/response" -H 'Transfer-Encoding: chunked' \
                -H 'Lambda-Runtime-Function-Response-Mode: streaming' -H 'Content-Type: text/x' --data-binary @-; done
            """#
        )
        try await withLambda(harness) { (harness) async throws in
            let result = try await harness.invoke("6000000")
            #expect(result.isStreamed && result.contentType == "text/x" && result.payload.count == 6_000_000)
            // Whoever does not take it as it comes gets no more than of any other response.
            let error = try JSON(parsing: try await harness.invoke("7000000").payload)
            #expect(error["errorType"] == "Function.ResponseSizeTooLarge")
        }
    }

    @Test func failsWhatIsCutOff() async throws {
        let harness = try LambdaHarness(
            #"""
            host=${AWS_LAMBDA_RUNTIME_API%:*} port=${AWS_LAMBDA_RUNTIME_API#*:}
            while true; do next; exec 4<>/dev/tcp/$host/$port
            printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc' "$id" >&4
            exec 4>&- 4<&-; sleep 600; done
            """#
        )
        try await withLambda(harness) { (harness) async throws in
            let error = try JSON(parsing: try await harness.invoke().payload)
            #expect(error["errorType"] == "Runtime.TruncatedResponse")
        }
    }
}
