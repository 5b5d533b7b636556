import FoundationEssentials
import Programs
import Testing

@testable import Lambda

/// What happens between invocations: nothing.
@Suite(.fewAtATime) struct FreezingTests {
    /// Counts on in a file after it has answered.
    private static let background = #"""
        counter="$PWD/counter"
        echo 0 > "$counter"
        while next; do
            if [ ! "$worker" ]; then
                (n=0; while true; do n=$((n + 1)); echo $n > "$counter.new"; mv "$counter.new" "$counter"; sleep 0.01; done) &
                worker=1
            fi
            answer "{\"pid\":$$}"
        done
        """#

    private static func state(of pid: Int) throws -> String {
        let text = String(decoding: try Data(contentsOf: URL(filePath: "/proc/\(pid)/stat")), as: UTF8.self)
        return String(text[text.index(after: text.lastIndex(of: ")") ?? text.startIndex)...].dropFirst().prefix(1))
    }

    /// Whether the process comes to stand still within a few seconds.
    private static func freezes(_ pid: Int) async throws -> Bool {
        for _ in 0..<500 {
            if try state(of: pid) == "T" { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    private static func pid(_ answer: String) throws -> Int {
        try #require(Int(answer.filter(\.isNumber)))
    }

    @Test func nothingRunsBetweenInvocationsAndAllOfItGoesOnWithTheNext() async throws {
        try await withLambda(LambdaHarness(Self.background)) { harness in
            let pid = try Self.pid(try await harness.answer())
            #expect(try await Self.freezes(pid))
            let path = harness.folder + "/counter"
            let before = try Data(contentsOf: URL(filePath: path))
            try await Task.sleep(for: .milliseconds(100))
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
            #expect(try Self.pid(try await harness.answer()) == pid)
            #expect(try await Self.freezes(pid))
        }
    }

    @Test func aFrozenEnvironmentEndsWithLambda() async throws {
        let harness = try LambdaHarness(Self.background)
        let pid = try Self.pid(try await harness.answer())
        #expect(try await Self.freezes(pid))
        await harness.stop()
        #expect((try? Self.state(of: pid)) == nil)
    }

    @Test func aFrozenEnvironmentTimesOutInItsNextInvocationAndIsReplaced() async throws {
        let script = #"""
            while next; do
                [ "$event" = '"hang"' ] && sleep 100
                answer "{\"pid\":$$}"
            done
            """#
        try await withLambda(LambdaHarness(script, timeout: .seconds(4))) { harness in
            let pid = try Self.pid(try await harness.answer())
            #expect(try await Self.freezes(pid))
            #expect(try await harness.answer("\"hang\"").contains("Task timed out after 4.00 seconds"))
            #expect(try Self.pid(try await harness.answer()) != pid)
        }
    }

    @Test func processesRunOnWhereTheUserWantsThat() async throws {
        var settings = EnvironmentSettings()
        settings.freezes = false
        try await withLambda(LambdaHarness(Self.background, settings: settings)) { harness in
            let pid = try Self.pid(try await harness.answer())
            let path = harness.folder + "/counter"
            let before = try Data(contentsOf: URL(filePath: path))
            for _ in 0..<500 where try Data(contentsOf: URL(filePath: path)) == before {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try Data(contentsOf: URL(filePath: path)) != before)
            #expect(try Self.state(of: pid) != "T")
        }
    }
}
