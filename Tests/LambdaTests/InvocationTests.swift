import ColdStart
import FoundationEssentials
import JSON
import Lambda
import Programs
import Testing
import Time
import Wire

@Suite(.fewAtATime) struct InvocationTests {
    @Test func answersAndStaysWarm() async throws {
        let harness = try LambdaHarness(
            #"n=0; while true; do next; n=$((n+1)); echo "got $event"; answer "{\"n\":$n}"; done"#
        )
        try await withLambda(harness) { (harness) async throws in
            #expect(try await harness.answer(#"{"a":1}"#) == #"{"n":1}"#)
            await harness.log.wait(for: "REPORT")
            #expect(try await harness.answer() == #"{"n":2}"#)
            await harness.log.wait(for: "REPORT", count: 2)
            let lines = harness.log.lines
            let ids = lines.filter { $0.hasPrefix("START") }.map { $0.split(separator: " ")[2] }
            #expect(ids.count == 2 && ids[0] != ids[1])
            #expect(lines[0] == "START RequestId: \(ids[0]) Version: $LATEST")
            #expect(lines[1] == #"got {"a":1}"#)
            #expect(lines[2] == "END RequestId: \(ids[0])")
            let report =
                #/
                REPORT\ RequestId:\ \S+\tDuration:\ [\d.]+\ ms\tBilled\ Duration:\ \d+\ ms\t
                Memory\ Size:\ 256\ MB\tMax\ Memory\ Used:\ [1-9]\d*\ MB\t
                /#
            #expect(lines[3].firstMatch(of: report) != nil)
            #expect(lines[3].contains("\tInit Duration: ") && lines[3].hasSuffix(" ms\t"))
            #expect(!lines[7].contains("Init Duration"))
        }
    }

    @Test func givesTheEnvironmentOfAWSAndNothingOfItsOwn() async throws {
        let harness = try LambdaHarness(
            #"while true; do next; answer "$(env | sort)|$(pwd)"; done"#,
            environment: ["MINE": "a b", "AWS_REGION": "elsewhere", "TZ": "UTC+1"]
        )
        try await withLambda(harness) { (harness) async throws in
            let text = try await harness.answer()
            let names = text.split(separator: "\n").compactMap { $0.split(separator: "=").first.map(String.init) }
            let fromAWS = """
                AWS_ACCESS_KEY_ID AWS_DEFAULT_REGION AWS_ENDPOINT_URL AWS_LAMBDA_FUNCTION_MEMORY_SIZE
                AWS_LAMBDA_FUNCTION_NAME AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE
                AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME AWS_LAMBDA_RUNTIME_API AWS_REGION
                AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_XRAY_CONTEXT_MISSING AWS_XRAY_DAEMON_ADDRESS
                LAMBDA_RUNTIME_DIR LAMBDA_TASK_ROOT LANG LD_LIBRARY_PATH MINE PATH TZ _AWS_XRAY_DAEMON_ADDRESS
                _AWS_XRAY_DAEMON_PORT _HANDLER
                """
            let fromBash: Set = ["_", "SHLVL", "PWD", "OLDPWD", "|\(harness.folder)"]
            let expected = Set(fromAWS.split(whereSeparator: \.isWhitespace).map(String.init))
            #expect(Set(names).subtracting(fromBash) == expected)
            #expect(text.contains("\nMINE=a b\n") && text.contains("\nTZ=UTC+1\n"))
            #expect(text.contains("\nAWS_REGION=us-east-1\n") && text.contains("\n_HANDLER=my.handler"))
            #expect(text.contains("AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/f\n"))
            #expect(text.hasSuffix("|\(harness.folder)"))
        }
    }

    @Test func allowsAsManyOpenFilesAsAWS() async throws {
        try await withLambda(try LambdaHarness(#"while true; do next; answer "$(ulimit -n)"; done"#)) {
            (harness) async throws in
            #expect(try await harness.answer() == "1024")
        }
    }

    @Test func passesReportedErrorsOnAsTheyAre() async throws {
        let harness = try LambdaHarness(
            #"while true; do next; post "$base/invocation/$id/error" -d '{"errorType":"Oops","errorMessage":"no"}'; done"#
        )
        try await withLambda(harness) { (harness) async throws in
            let result = try await harness.invoke()
            #expect(result.functionError == "Unhandled")
            #expect(String(decoding: result.payload, as: UTF8.self) == #"{"errorType":"Oops","errorMessage":"no"}"#)
            await harness.log.wait(for: "REPORT")
            #expect(!(harness.log.lines.last ?? "").contains("Status"))
        }
    }

    @Test(arguments: [
        ("exit 0", "Runtime exited without providing a reason"),
        ("exit 7", "Runtime exited with error: exit status 7"),
        ("kill -9 $$", "Runtime exited with error: signal: killed"),
        ("kill -SEGV $$", "Runtime exited with error: signal: segmentation fault"),
    ])
    func saysHowAProcessDiedAndStartsAnother(_ end: String, _ text: String) async throws {
        let harness = try LambdaHarness(#"while true; do next; [ "$event" = die ] && \#(end); answer "$event"; done"#)
        try await withLambda(harness) { (harness) async throws in
            let result = try await harness.invoke("die")
            #expect(result.functionError == "Unhandled")
            let error = try JSON(parsing: result.payload)
            #expect(error["errorType"] == "Runtime.ExitError")
            #expect(error["errorMessage"]?.stringValue == "RequestId: \(result.requestID) Error: \(text)")
            await harness.log.wait(for: "REPORT")
            #expect(harness.log.lines.last?.hasSuffix("\tStatus: error\tError Type: Runtime.ExitError\t") == true)
            #expect(try await harness.answer("alive") == "alive")
            await harness.log.wait(for: "REPORT", count: 2)
            // The new process initialized within the invocation: no Init Duration of its own.
            #expect(harness.log.lines.last?.contains("Init Duration") == false)
        }
    }

    @Test func endsWhatRunsTooLong() async throws {
        let time = ManualTime()
        let harness = try LambdaHarness(
            #"while true; do next; [ "$event" = hang ] && { echo hanging; sleep 600; }; answer "$event"; done"#,
            time: time,
            timeout: .seconds(3)
        )
        try await withLambda(harness) { (harness) async throws in
            async let hanging = harness.invoke("hang")
            await harness.log.wait(for: "hanging")
            time.advance(by: .seconds(3))
            let result = try await hanging
            #expect(
                String(decoding: result.payload, as: UTF8.self)
                    == #"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: \#(result.requestID) "#
                    + #"Error: Task timed out after 3.00 seconds"}"#
            )
            await harness.log.wait(for: "REPORT")
            let lines = harness.log.lines
            #expect(lines.contains { $0.hasSuffix("Z \(result.requestID) Task timed out after 3.00 seconds") })
            #expect(lines.last?.contains("Duration: 3000.00 ms\tBilled Duration: 3000 ms") == true)
            #expect(lines.last?.hasSuffix("Status: timeout\t") == true)
            #expect(try await harness.answer("alive") == "alive")
        }
    }

    @Test func repeatsAFailedInitializationOnce() async throws {
        let harness = try LambdaHarness(
            #"""
            if [ ! -e tried ]; then touch tried; exit 3; fi
            while true; do next; answer "$event"; done
            """#
        )
        try await withLambda(harness) { (harness) async throws in
            #expect(try await harness.answer("now") == "now")
            await harness.log.wait(for: "REPORT")
            let lines = harness.log.lines
            #expect(lines[0].hasPrefix("INIT_REPORT Init Duration: "))
            #expect(lines[0].hasSuffix(" ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError"))
            #expect(lines[1].hasPrefix("START"))
            #expect(lines.last?.contains("Init Duration") == false)
        }
    }

    @Test func reportsAnInitializationThatFailsTwice() async throws {
        let body = #"{"errorType":"Init.Bad","errorMessage":"no config","stackTrace":[]}"#
        let harness = try LambdaHarness(#"post "$base/init/error" -d '\#(body)'; sleep 600"#)
        try await withLambda(harness) { (harness) async throws in
            let result = try await harness.invoke()
            #expect(String(decoding: result.payload, as: UTF8.self) == body)
            #expect(result.functionError == "Unhandled")
            let heads = harness.log.lines.map { line in String(line.prefix { $0 != " " }) }
            #expect(
                heads.filter(["INIT_REPORT", "START", "END", "REPORT"].contains)
                    == ["INIT_REPORT", "INIT_REPORT", "START", "END", "REPORT"]
            )
            #expect(harness.log.lines.contains { $0.contains("Phase: invoke\tStatus: error") })
            #expect(harness.log.lines.last?.hasSuffix("Status: error\tError Type: Runtime.Unknown\t") == true)
        }
    }

    /// As callers get them; the function's own log tells where its files are here.
    @Test func reportedErrorsSpeakOfAWSsFolders() async throws {
        let script = #"""
            while next; do
                post "$base/invocation/$id/error" -d "{\"errorType\":\"E\",\"stackTrace\":[\"$PWD/a.py:3\",\"$PWD.d/b\"]}"
            done
            """#
        try await withLambda(try LambdaHarness(script)) { (harness) async throws in
            let result = try await harness.invoke()
            let trace = try JSON(parsing: result.payload)["stackTrace"]
            #expect(trace == ["/var/task/a.py:3", .string("\(harness.folder).d/b")])
        }
    }

    /// API Gateway sends a root alone.
    @Test(arguments: ["Root=1-2-3", "Root=1-2-3;Parent=4;Sampled=1", "Root=1-2-3;Sampled=1"])
    func tracesAreWhole(_ given: String) async throws {
        try await withLambda(LambdaHarness("while next; do answer '{}'; done")) { (harness) async throws in
            let request = InvocationRequest(functionName: "f", payload: Array("{}".utf8), traceID: given)
            let result: InvocationResult = try await withCheckedThrowingContinuation { continuation in
                harness.lambda.invoke(request) { continuation.resume(with: $0) }
            }
            #expect(result.traceID.hasPrefix(given) && result.traceID.contains(/;Lineage=1:[0-9a-f]{8}:0$/))
            for name in ["Parent=", "Sampled="] { #expect(result.traceID.ranges(of: name).count == 1) }
        }
    }

    @Test func limitsInitializationToTenSeconds() async throws {
        let time = ManualTime()
        let harness = try LambdaHarness(
            #"if [ ! -e tried ]; then touch tried; echo slow; sleep 600; fi; while true; do next; answer ok; done"#,
            time: time
        )
        try await withLambda(harness) { (harness) async throws in
            async let answer = harness.answer()
            await harness.log.wait(for: "slow")
            time.advance(by: .seconds(10))
            #expect(try await answer == "ok")
            let report = "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout"
            #expect(harness.log.lines.contains(report))
        }
    }

    @Test func saysThatThereIsNoBootstrap() async throws {
        try await withLambda(try LambdaHarness(nil)) { (harness) async throws in
            let error = try JSON(parsing: try await harness.invoke().payload)
            #expect(error["errorType"] == "Runtime.InvalidEntrypoint")
            let message = error["errorMessage"]?.stringValue ?? ""
            #expect(message.hasSuffix("Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"))
        }
    }

    @Test(arguments: [
        ("#!/no/such/interpreter\n", 0o755, "no such file or directory"),
        ("#!/bin/sh\n", 0o644, "permission denied"),
        ("neither script nor program", 0o755, "exec format error"),
    ])
    func saysWhyTheBootstrapDoesNotStart(_ text: String, _ permissions: Int, _ reason: String) async throws {
        let harness = try LambdaHarness("")
        let path = harness.folder + "/bootstrap"
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
        try await withLambda(harness) { (harness) async throws in
            let error = try JSON(parsing: try await harness.invoke().payload)
            #expect(error["errorType"] == "Runtime.InvalidEntrypoint")
            let message = error["errorMessage"]?.stringValue ?? ""
            #expect(message.hasSuffix(" Error: fork/exec /var/task/bootstrap: \(reason)"))
        }
    }

    @Test func reportsWhatAProcessHasUsedThatEnds() async throws {
        // So that this process's peak is far above what the function uses.
        #expect([UInt8](repeating: 1, count: 200 << 20).reduce(0) { $0 &+ $1 } == 0)
        let harness = try LambdaHarness("exit 3", memorySize: 1_024)
        try await withLambda(harness) { (harness) async throws in
            _ = try await harness.invoke()
            await harness.log.wait(for: "REPORT")
            let fields = harness.log.lines.last?.split(separator: "\t") ?? []
            let used = fields.first { $0.hasPrefix("Max Memory Used: ") }?.split(separator: " ")[3]
            #expect((1...50).contains(used.flatMap { Int($0) } ?? 0))
        }
    }

    /// What is left of a pipe holds all of it.
    @Test(arguments: [
        #"while true; do next; x=$(head -c 400000000 /dev/zero | tr '\0' x); answer "${#x}"; done"#,
        "next; head -c 300000000 /dev/zero | tail -c 300000000 | (sleep 60; cat) >/dev/null; answer 1",
    ])
    func enforcesTheMemoryLimit(_ function: String) async throws {
        let harness = try LambdaHarness(function, memorySize: 128)
        try await withLambda(harness) { (harness) async throws in
            let error = try JSON(parsing: try await harness.invoke().payload)
            #expect(error["errorMessage"]?.stringValue?.hasSuffix("Runtime exited with error: signal: killed") == true)
            await harness.log.wait(for: "REPORT")
            #expect(harness.log.lines.last?.contains("Max Memory Used: 128 MB") == true)
            #expect(harness.log.lines.last?.hasSuffix("Status: error\tError Type: Runtime.OutOfMemory\t") == true)
        }
    }

    @Test func refusesWhatIsTooLarge() async throws {
        let harness = try LambdaHarness(
            #"""
            while true; do next; head -c "$event" /dev/zero | tr '\0' x > big
            post "$base/invocation/$id/response" --data-binary @big; echo; done
            """#
        )
        try await withLambda(harness) { (harness) async throws in
            let result = try await harness.invoke("7000000")
            #expect(
                String(decoding: result.payload, as: UTF8.self)
                    == #"{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","#
                    + #""errorType":"Function.ResponseSizeTooLarge"}"#
            )
            await harness.log.wait(for: "413")
            #expect(try await harness.invoke("6291556").payload.count == 6_291_556)
            await #expect {
                try await harness.invoke(String(repeating: "1", count: 6_291_457))
            } throws: {
                ($0 as? AWSError)?.message
                    == "Request must be smaller than 6291456 bytes for the InvokeFunction operation"
            }
        }
    }

    @Test func returnsTheEndOfTheLog() async throws {
        let harness = try LambdaHarness(
            #"while true; do next; for i in $(seq 2000); do echo "line $i"; done; printf 'no end'; answer 1; done"#
        )
        try await withLambda(harness) { (harness) async throws in
            let tail = String(decoding: try await harness.invoke(tail: true).logTail ?? [], as: UTF8.self)
            #expect(tail.utf8.count == 4_096)
            #expect(tail.contains("line 2000\nno end\nEND RequestId: "))
            #expect(tail.hasSuffix("\t\n"))
        }
    }

    @Test func throttlesByReservedConcurrency() async throws {
        let harness = try LambdaHarness(
            #"while true; do next; echo busy; while [ ! -e go ]; do sleep 0.02; done; answer 1; done"#,
            reserved: 1
        )
        try await withLambda(harness) { (harness) async throws in
            async let first = harness.answer()
            await harness.log.wait(for: "busy")
            await #expect {
                try await harness.invoke()
            } throws: { error in
                let error = error as? AWSError
                return error?.status == 429
                    && error?.members["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
            }
            try Data().write(to: URL(filePath: harness.folder + "/go"))
            #expect(try await first == "1")
        }
    }

    @Test func servesThirtyAtOnceWithThreeEnvironments() async throws {
        let harness = try LambdaHarness(
            #"while true; do next; answer "$event"; done"#,
            limits: FleetLimits(environmentsPerFunction: 3)
        )
        try await withLambda(harness) { (harness) async throws in
            let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for number in 0..<30 { group.addTask { (number, try await harness.answer("\(number)")) } }
                return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
            }
            #expect(answers.allSatisfy { "\($0.key)" == $0.value } && answers.count == 30)
        }
    }

    @Test func endsEnvironmentsThatAreIdleForTenMinutes() async throws {
        let time = ManualTime()
        let harness = try LambdaHarness(#"while true; do next; answer "$$"; done"#, time: time)
        try await withLambda(harness) { (harness) async throws in
            let first = try await harness.answer()
            await harness.log.wait(for: "REPORT")
            await harness.settle()
            time.advance(by: .seconds(599))
            #expect(try await harness.answer() == first)
            await harness.log.wait(for: "REPORT", count: 2)
            await harness.settle()
            time.advance(by: .seconds(601))
            #expect(try await harness.answer() != first)
            await harness.log.wait(for: "REPORT", count: 3)
            #expect(harness.log.lines.last?.contains("Init Duration") == true)
        }
    }

    @Test func startsAChangedProgramOnceItStandsStill() async throws {
        let time = ManualTime()
        let harness = try LambdaHarness(#"while true; do next; answer old; done"#, time: time)
        try await withLambda(harness) { (harness) async throws in
            harness.lambda.reloadOnChange()
            #expect(try await harness.answer() == "old")
            await harness.log.wait(for: "REPORT")
            try Bootstrap.write(#"while true; do next; answer new; done"#, to: harness.folder)
            await time.waitForScheduled()
            time.advance(by: .milliseconds(500))
            #expect(try await harness.answer() == "old")
            await harness.log.wait(for: "REPORT", count: 2)
            time.advance(by: .milliseconds(500))
            #expect(try await harness.answer() == "new")
        }
    }

    /// Time stands still here: only the cancellation can end the wait.
    @Test func stopsWaitingForInvocationsWhenToldTo() async throws {
        let harness = try LambdaHarness(#"while true; do next; echo busy; sleep 600; done"#, time: ManualTime())
        async let answer = try? harness.answer()
        await harness.log.wait(for: "busy")
        let drain = Task { await harness.lambda.drain(within: .seconds(30)) }
        drain.cancel()
        await drain.value
        await harness.stop()
        #expect(await answer == nil)
    }

    @Test func leavesNoProcessBehind() async throws {
        let harness = try LambdaHarness(#"sleep 1000 & sleeper=$!; while true; do next; answer "$sleeper"; done"#)
        let child = try await harness.answer()
        let proof = "/proc/\(child)/cmdline"
        #expect(FileManager.default.fileExists(atPath: proof))
        await harness.stop()
        // It has its signal; that it is gone may take a moment on a busy machine.
        let isGone = { (try? Data(contentsOf: URL(filePath: proof)))?.isEmpty ?? true }
        for _ in 0..<500 where !isGone() { try await Task.sleep(for: .milliseconds(10)) }
        #expect(isGone())
    }
}
