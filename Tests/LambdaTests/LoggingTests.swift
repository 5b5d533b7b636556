import JSON
import Lambda
import Programs
import Testing
import Time

/// Functions that log JSON.
@Suite(.fewAtATime) struct LoggingTests {
    private static let failing = #"""
        while next; do
            if [ "$event" = '"fail"' ]; then
                post "$base/invocation/$id/error" -H "Lambda-Runtime-Function-Error-Type: Function.Failed" -d '{}' >/dev/null
            else answer '{}'; fi
        done
        """#
    private static let telling = #"while next; do answer "$(env | tr '\n' ' ')"; done"#

    /// What Lambda writes while a function answers `{}`, and then fails for `"fail"`.
    private func events(_ level: LoggingConfig.SystemLevel, count: Int) async throws -> [JSON] {
        let harness = try LambdaHarness(Self.failing) { function in
            function.logging.format = .json
            function.logging.systemLevel = level
        }
        try await withLambda(harness) { (harness) async throws in
            _ = try await harness.invoke()
            try await harness.waitForIdle(1)
            _ = try await harness.invoke("\"fail\"")
            await harness.log.wait(for: "{", count: count)
        }
        return try harness.log.lines.map { try JSON(parsing: $0) }
    }

    @Test func whatLambdaWritesIsJSONToo() async throws {
        let events = try await events(.info, count: 5)
        #expect(
            events.compactMap { $0["type"]?.stringValue } == [
                "platform.start", "platform.report", "platform.start", "platform.runtimeDone", "platform.report",
            ]
        )
        let ids = events.compactMap { $0["record"]?["requestId"]?.stringValue }
        #expect(ids.count == 5 && Set(ids).count == 2)
        #expect(events[0]["record"]?["version"] == "$LATEST" && events[0]["time"]?.stringValue?.hasSuffix("Z") == true)
        let first = try #require(events[1]["record"])
        #expect(first["status"] == "success" && first["metrics"]?["memorySizeMB"] == 256)
        #expect(first["metrics"]?["initDurationMs"] != nil && first["metrics"]?["billedDurationMs"]?.intValue ?? 0 > 0)
        let second = try #require(events[4]["record"])
        #expect(second["status"] == "error" && second["errorType"] == "Function.Failed")
        #expect(second["metrics"]?["initDurationMs"] == nil)
    }

    @Test func levelsLeaveOutWhatIsBelowThem() async throws {
        #expect(try await events(.debug, count: 6).count == 6)
        let warnings = try await events(.warn, count: 2)
        #expect(warnings.compactMap { $0["type"]?.stringValue } == ["platform.runtimeDone", "platform.report"])
    }

    @Test func timeoutsAndExitsAreTold() async throws {
        let harness = try LambdaHarness("exit 7") { $0.logging.format = .json }
        try await withLambda(harness) { (harness) async throws in
            _ = try await harness.invoke()
            await harness.log.wait(for: "{", count: 6)
        }
        let events = try harness.log.lines.map { try JSON(parsing: $0) }
        #expect(events.first?["type"] == "platform.initReport" && events.first?["record"]?["phase"] == "init")
        #expect(events.last?["record"]?["status"] == "failure")
        #expect(events.last?["record"]?["errorType"] == "Runtime.ExitError")
        let error = events.first { $0["level"] == "ERROR" }
        #expect(error?["message"] == "Runtime exited with error: exit status 7")
    }

    @Test func runtimesAreToldFormatAndLevel() async throws {
        let harness = try LambdaHarness(Self.telling) { function in
            function.logging.format = .json
            function.logging.applicationLevel = "WARN"
        }
        try await withLambda(harness) { (harness) async throws in
            let variables = try await harness.answer()
            #expect(variables.contains("AWS_LAMBDA_LOG_FORMAT=JSON"))
            #expect(variables.contains("AWS_LAMBDA_LOG_LEVEL=WARN"))
        }
    }
}
