import FoundationEssentials
import JSON
import Programs
import Testing
import Wire

@testable import Lambda

/// External extensions are programs of their own, internal ones a part of the runtime: both take part in an environment's
/// life.
@Suite(.fewAtATime) struct ExtensionTests {
    /// Notes every event it gets, and works a while after each invocation.
    private static let sample = #"""
        register '["INVOKE","SHUTDOWN"]'
        note "registered $(cat registered.$name)"
        while next_event; do
            case "$event" in
                *INVOKE*) sleep 0.2; note "invoked $event" ;;
                *SHUTDOWN*) note "ends $event"; exit 0 ;;
                *) exit 1 ;;
            esac
        done
        """#
    private static let echo = #"while next; do answer "$event"; done"#

    private static func harness(
        _ bootstrap: String = echo,
        _ extensions: [String: String],
        timeout: Duration = .seconds(10)
    ) throws -> LambdaHarness {
        let harness = try LambdaHarness(bootstrap, timeout: timeout)
        for (name, body) in extensions { try Bootstrap.addExtension(name, body, to: harness.folder) }
        return harness
    }

    private static func notes(_ harness: LambdaHarness) -> [String] {
        let data = (try? Data(contentsOf: URL(filePath: harness.folder + "/notes"))) ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static func report(_ result: InvocationResult, _ figure: String) throws -> Double {
        let log = String(decoding: try #require(result.logTail), as: UTF8.self)
        let text = try #require(log.components(separatedBy: "\t\(figure): ").dropFirst().first)
        return try #require(Double(text.prefix { $0 != " " }))
    }

    @Test func theSampleTellsOfItsEnvironmentsLife() async throws {
        let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let harness = try LambdaHarness(Self.echo, timeout: .seconds(10))
        try FileManager.default.createDirectory(
            atPath: harness.folder + "/extensions",
            withIntermediateDirectories: true
        )
        try FileManager.default.copyItem(
            atPath: "\(repository)/Functions/Layers/lifetime/extensions/lifetime",
            toPath: harness.folder + "/extensions/lifetime"
        )
        for _ in 0..<3 {
            _ = try await harness.invoke()
            try await harness.waitForIdle(1)
        }
        await harness.stop()
        let line = harness.log.lines.first { $0.hasPrefix("lifetime: ") }
        #expect(line?.hasPrefix("lifetime: 3 invocations in ") ?? false, "\(harness.log.lines)")
        #expect(line?.contains("ended by spindown") ?? false)
    }

    @Test func anExternalExtensionHearsOfInvocationsAndTheEnd() async throws {
        let harness = try Self.harness(Self.echo, ["sampler": Self.sample])
        let result = try await harness.invoke("\"one\"", tail: true)
        #expect(String(decoding: result.payload, as: UTF8.self) == "\"one\"")
        #expect(try Self.report(result, "Duration") >= 200)
        let notes = Self.notes(harness)
        #expect(
            notes.first
                == #"sampler registered {"functionName":"f","functionVersion":"$LATEST","handler":"my.handler"}"#
        )
        let event = try JSON(parsing: String(try #require(notes.last).dropFirst("sampler invoked ".count)))
        #expect(event["eventType"] == "INVOKE")
        #expect(event["requestId"]?.stringValue == result.requestID)
        #expect(event["tracing"]?["type"] == "X-Amzn-Trace-Id")
        #expect(event["invokedFunctionArn"]?.stringValue?.hasSuffix(":function:f") == true)
        #expect((event["deadlineMs"]?.doubleValue ?? 0) > 1e12)
        await harness.lambda.stop()
        #expect(Self.notes(harness).last?.contains(#""shutdownReason":"spindown""#) == true)
        await harness.stop()
    }

    @Test func initializationWaitsForEveryExtension() async throws {
        let slow = #"register '[]'; sleep 0.4; next_event"#
        try await withLambda(Self.harness(Self.echo, ["slow": slow])) { (harness) async throws in
            let result = try await harness.invoke(tail: true)
            #expect(try Self.report(result, "Init Duration") >= 400)
        }
    }

    @Test func anExtensionThatCrashesFailsTheInvocationAndTheNextOneStartsAnew() async throws {
        let broken = #"""
            register '["INVOKE"]'
            next_event
            [ -e crashed ] && while next_event; do :; done
            touch crashed
            exit 3
            """#
        let slow = #"while next; do sleep 0.5; answer "$event"; done"#
        try await withLambda(Self.harness(slow, ["broken": broken])) { (harness) async throws in
            let first = try await harness.answer()
            #expect(first.contains(#""errorType":"Extension.Crash""#))
            #expect(first.contains("exit status 3"))
            #expect(try await harness.answer("\"two\"") == "\"two\"")
        }
    }

    @Test func aTimeoutTellsExtensionsWhy() async throws {
        let hang = #"while next; do [ "$event" = '"hang"' ] && sleep 100; answer "$event"; done"#
        let harness = try Self.harness(hang, ["sampler": Self.sample], timeout: .seconds(4))
        try await withLambda(harness) { (harness) async throws in
            #expect(try await harness.answer("\"hang\"").contains("timed out after 4.00 seconds"))
            #expect(try await harness.answer("\"two\"") == "\"two\"")
            #expect(Self.notes(harness).contains { $0.contains(#""shutdownReason":"timeout""#) })
        }
    }

    @Test func anExtensionThatDoesNotEndIsKilledAfterTwoSeconds() async throws {
        let deaf = #"trap '' TERM; register '["SHUTDOWN"]'; next_event; while true; do sleep 1; done"#
        let harness = try Self.harness(Self.echo, ["deaf": deaf])
        _ = try await harness.answer()
        let clock = ContinuousClock()
        let start = clock.now
        // It never ends by itself, so that this returns only when it is killed.
        await harness.stop()
        #expect(clock.now - start > .milliseconds(1_500))
    }

    @Test func aRefusedRequestSaysWhyInTheWordsOfAWS() async throws {
        let script = #"""
            api="http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension"
            try() { curl -sS -w '%{http_code} ' "$@" | tr -d '\n' >> replies; echo >> replies; }
            try -d '{"events":[]}' "$api/register"
            try -H 'Lambda-Extension-Name: a' -d '{"events":["SHUTDOWN"]}' "$api/register"
            try -H 'Lambda-Extension-Name: a' -d '{"events":["OTHER"]}' "$api/register"
            try -H 'Lambda-Extension-Name: a' -d '{' "$api/register"
            try "$api/event/next"
            try -H 'Lambda-Extension-Identifier: x' "$api/event/next"
            try -H 'Lambda-Extension-Identifier: 6ba7b810-9dad-11d1-80b4-00c04fd430c8' "$api/event/next"
            try -X PUT -d '{}' "http://$AWS_LAMBDA_RUNTIME_API/2022-07-01/telemetry"
            while next; do
                try -H 'Lambda-Extension-Name: late' -d '{"events":[]}' "$api/register"
                answer "$event"
            done
            """#
        try await withLambda(LambdaHarness(script)) { (harness) async throws in
            #expect(try await harness.answer("1") == "1")
            let text = String(decoding: try Data(contentsOf: URL(filePath: harness.folder + "/replies")), as: UTF8.self)
            let types = [
                "Extension.InvalidExtensionName", "Extension.InvalidEventType", "Extension.InvalidEventType",
                "InvalidRequestFormat", "Extension.MissingExtensionIdentifier",
                "Extension.InvalidExtensionIdentifier", "Extension.UnknownExtensionIdentifier",
                "Telemetry.NotSupported", "Extension.RegistrationClosed",
            ]
            let lines = text.split(separator: "\n")
            #expect(lines.count == types.count)
            for (line, type) in zip(lines, types) {
                #expect(line.contains("\"errorType\":\"\(type)\""))
                #expect(line.hasSuffix(type.hasPrefix("Telemetry") ? "202 " : "403 "))
            }
        }
    }

    @Test func anInternalExtensionTakesPartInInvocations() async throws {
        let script = #"""
            api="http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension"
            id="$(curl -sS -D - -o /dev/null -H 'Lambda-Extension-Name: inner' -d '{"events":["INVOKE"]}' \
                "$api/register" | tr -d '\r' | awk 'tolower($1) == "lambda-extension-identifier:" {print $2}')"
            (while curl -sS -H "Lambda-Extension-Identifier: $id" "$api/event/next" >> inner; do sleep 0.3; done) &
            while next; do answer "$event"; done
            """#
        try await withLambda(LambdaHarness(script)) { (harness) async throws in
            let result = try await harness.invoke(tail: true)
            #expect(try Self.report(result, "Duration") >= 300)
            let seen = String(decoding: try Data(contentsOf: URL(filePath: harness.folder + "/inner")), as: UTF8.self)
            #expect(seen.contains(result.requestID))
        }
    }
}
