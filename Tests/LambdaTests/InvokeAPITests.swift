import ColdStart
import FoundationEssentials
import JSON
import Lambda
import Programs
import Storage
import Synchronization
import Testing
import Time
import Wire

@Suite(.fewAtATime, .timeLimit(.minutes(20))) struct InvokeAPITests {
    private let echo = #"""
        while true; do next
            if [ "$event" = '"fail"' ]; then post "$base/invocation/$id/error" -d '{}' >/dev/null
            else answer "$event"; fi
        done
        """#

    private func withAPI(
        time: any TimeSource = SystemTime(),
        _ body: (LambdaHarness, InvokeAPI, StoredAsyncEvents) async throws -> Void
    ) async throws {
        let database = try Database(.memory, migrations: StoredAsyncEvents.migrations)
        let store = StoredAsyncEvents(database)
        try await withLambda(try LambdaHarness(echo, time: time)) { (harness) async throws in
            let asynchronous = AsyncInvoker(lambda: harness.lambda, store: store)
            try await body(harness, InvokeAPI(lambda: harness.lambda, asynchronous: asynchronous), store)
        }
        database.close()
    }

    private func send(
        _ api: InvokeAPI,
        _ path: String = "/2015-03-31/functions/f/invocations",
        _ headers: HTTPHeaders = [:],
        body: String = "{}"
    ) async -> HTTPResponse {
        await withCheckedContinuation { continuation in
            let request = HTTPRequest(method: "POST", target: path, headers: headers, body: Array(body.utf8))
            api.handle(request) { continuation.resume(returning: $0) }
        }
    }

    @Test(arguments: [
        "f", "f:$LATEST", "000000000000:function:f", "arn:aws:lambda:us-east-1:000000000000:function:f",
        "arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af%3A%24LATEST",
    ])
    func findsFunctionsByEveryName(_ name: String) async throws {
        try await withAPI { (_, api, _) async throws in
            let response = await send(api, "/2015-03-31/functions/\(name)/invocations", body: #"{"a": 1}"#)
            #expect(response.status == 200)
            #expect(response.body == Array(#"{"a": 1}"#.utf8))
            #expect(response.headers["X-Amz-Executed-Version"] == "$LATEST")
            #expect(response.headers["X-Amz-Function-Error"] == nil)
        }
    }

    @Test func errorsAreAWSs() async throws {
        try await withAPI { (_, api, _) async throws in
            let unknown = await send(api, "/2015-03-31/functions/nope/invocations")
            #expect(unknown.status == 404)
            #expect(unknown.headers["x-amzn-ErrorType"] == "ResourceNotFoundException")
            #expect(
                String(decoding: unknown.body, as: UTF8.self)
                    == #"{"Type":"User","Message":"Function not found: "#
                    + #"arn:aws:lambda:us-east-1:000000000000:function:nope:$LATEST"}"#
            )
            let word = await send(api, body: "nothing")
            #expect(
                try JSON(parsing: word.body)["message"]?.stringValue?.contains("Unrecognized token 'nothing'") == true
            )
            let malformed = await send(api, body: "\u{99}")
            #expect(malformed.headers["x-amzn-ErrorType"] == "InvalidRequestContentException")
            #expect(
                try JSON(parsing: malformed.body)["message"]?.stringValue?.hasPrefix(
                    "Could not parse request body into json: Could not parse payload into json: Unexpected character ("
                ) == true
            )
            let nested = await send(api, body: String(repeating: "[", count: 1_001))
            #expect(
                try JSON(parsing: nested.body)["message"]?.stringValue?.contains(
                    "Document nesting depth (1001) exceeds the maximum allowed (1000, from"
                ) == true
            )
            let mismatch = await send(api, "/2015-03-31/functions/f:a/invocations?Qualifier=b")
            #expect(
                try JSON(parsing: mismatch.body)["message"]
                    == "The derived qualifier from the function name does not match the specified qualifier."
            )
            let elsewhere = "arn:aws:lambda:eu-west-1:000000000000:function:f"
            let region = await send(api, "/2015-03-31/functions/\(elsewhere)/invocations")
            #expect(
                try JSON(parsing: region.body)["Message"]
                    == "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"
            )
            let type = await send(api, "/2015-03-31/functions/f/invocations", ["X-Amz-Invocation-Type": "Odd"])
            #expect(
                try JSON(parsing: type.body)["message"]
                    == .string(
                        "1 validation error detected: Value 'Odd' at 'invocationType' failed to satisfy constraint: "
                            + "Member must satisfy enum value set: [Event, RequestResponse, DryRun]"
                    )
            )
            let other = await send(api, "/2015-03-31/functions")
            #expect(other.status == 404 && other.headers["x-amzn-ErrorType"] == "UnknownOperationException")
        }
    }

    @Test(arguments: [("X-Amz-Tenant-Id", "TenantId"), ("X-Amz-Durable-Execution-Name", "DurableExecutionName")])
    func whatNoFunctionHasIsRefused(_ header: String, _ member: String) async throws {
        try await withAPI { (_, api, _) async throws in
            for path in [
                "/2015-03-31/functions/f/invocations", "/2021-11-15/functions/f/response-streaming-invocations",
            ] {
                let refused = await send(api, path, [header: "blue"])
                #expect(refused.status == 400)
                #expect(refused.headers["x-amzn-ErrorType"] == "InvalidParameterValueException")
                #expect(try JSON(parsing: refused.body)["message"] == .string("Hearth does not emulate \(member)."))
            }
        }
    }

    @Test func tailsTheLogInBase64() async throws {
        try await withAPI { (_, api, _) async throws in
            let response = await send(api, "/2015-03-31/functions/f/invocations", ["X-Amz-Log-Type": "Tail"])
            let log = Data(base64Encoded: response.headers["X-Amz-Log-Result"] ?? "") ?? Data()
            let requestID = response.headers["x-amzn-RequestId"] ?? "?"
            #expect(String(decoding: log, as: UTF8.self).hasPrefix("START RequestId: \(requestID)"))
        }
    }

    @Test(arguments: ["invoke-async", "invoke-async/"])
    func theDeprecatedActionInvokesAsEventsDo(_ end: String) async throws {
        try await withAPI { harness, api, _ in
            let path = "/2014-11-13/functions/f/\(end)"
            // It has no types of invocations.
            let response = await send(api, path, ["X-Amz-Invocation-Type": "RequestResponse"], body: "[1]")
            #expect(response.status == 202 && response.body == Array(#"{"Status":202}"#.utf8))
            await harness.log.wait(for: "REPORT", count: 1)
            #expect(harness.log.lines.first?.contains(response.headers["x-amzn-RequestId"] ?? "?") == true)
            let large = await send(api, path, body: "\"\(String(repeating: "x", count: 262_144))\"")
            #expect(large.status == 413)
            let wrong = await send(api, path, body: "{")
            #expect(wrong.headers["x-amzn-ErrorType"] == "InvalidRequestContentException")
            let missing = await send(api, "/2014-11-13/functions/g/\(end)")
            #expect(missing.headers["x-amzn-ErrorType"] == "ResourceNotFoundException")
        }
    }

    @Test func dryRunsRunNothing() async throws {
        try await withAPI { harness, api, _ in
            let response = await send(api, "/2015-03-31/functions/f/invocations", ["X-Amz-Invocation-Type": "DryRun"])
            #expect(response.status == 204 && response.body.isEmpty)
            #expect(harness.log.lines.isEmpty)
        }
    }

    @Test func eventsAreTriedThreeTimesUnderOneID() async throws {
        let time = ManualTime()
        try await withAPI(time: time) { harness, api, store in
            let response = await send(
                api,
                "/2015-03-31/functions/f/invocations",
                ["X-Amz-Invocation-Type": "Event"],
                body: #""fail""#
            )
            #expect(response.status == 202 && response.body.isEmpty)
            #expect(response.headers["X-Amz-Executed-Version"] == nil)
            for attempt in 1...2 {
                await harness.log.wait(for: "REPORT", count: attempt)
                try await stored(store) { $0.first?.errors == attempt }
                time.advance(by: .seconds(60 * attempt))
            }
            await harness.log.wait(for: "REPORT", count: 3)
            try await stored(store) { $0.isEmpty }
            let starts = harness.log.lines.filter { $0.hasPrefix("START") }
            #expect(starts.count == 3 && Set(starts).count == 1)
            #expect(starts[0].contains(response.headers["x-amzn-RequestId"] ?? "?"))
        }
    }

    @Test func eventsOutliveTheirInvoker() async throws {
        try await withAPI { harness, _, store in
            let event = AsyncEvent(
                requestID: "11111111-1111-4111-8111-111111111111",
                functionName: "f",
                payload: Array("{}".utf8),
                acceptedAt: harness.lambda.now,
                nextAttempt: harness.lambda.now
            )
            await withCheckedContinuation { done in store.save(event) { _ in done.resume() } }
            try AsyncInvoker(lambda: harness.lambda, store: store).resume()
            await harness.log.wait(for: "END RequestId: 11111111-1111-4111-8111-111111111111")
        }
    }

    /// Returns when the store holds what `condition` wants; the write is on its way.
    private func stored(_ store: StoredAsyncEvents, _ condition: ([AsyncEvent]) -> Bool) async throws {
        while !condition(try store.all()) { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test func retriesWaitAsAWSSays() {
        let policy = AsyncRetryPolicy()
        #expect(policy.decide(.functionError, errors: 1, refusals: 0, age: .zero) == .retry(after: .seconds(60)))
        #expect(policy.decide(.functionError, errors: 2, refusals: 0, age: .zero) == .retry(after: .seconds(120)))
        #expect(policy.decide(.functionError, errors: 3, refusals: 0, age: .zero) == .discard(.retriesExhausted))
        #expect(policy.decide(.refused, errors: 0, refusals: 1, age: .zero) == .retry(after: .seconds(1)))
        #expect(policy.decide(.refused, errors: 0, refusals: 4, age: .zero) == .retry(after: .seconds(8)))
        #expect(policy.decide(.refused, errors: 0, refusals: 99, age: .zero) == .retry(after: .seconds(300)))
        #expect(
            policy.decide(.refused, errors: 0, refusals: 99, age: .seconds(21_500)) == .discard(.eventAgeExceeded)
        )
    }
}
