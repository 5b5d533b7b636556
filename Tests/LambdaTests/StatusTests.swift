import ColdStart
import Foundation
import JSON
import Programs
import Testing
import Wire

@testable import Lambda

/// What `status` tells, and the throttles that it counts.
@Suite(.fewAtATime) struct StatusTests {
    private static let echo = #"while next; do answer "$event"; done"#

    /// Answers once the file is there that the event names.
    private static let waits = #"""
        while next; do
            path=${event#'"'}
            while [ ! -e "${path%'"'}" ]; do sleep 0.02; done
            answer "$event"
        done
        """#

    private static func status(_ harness: LambdaHarness) async throws -> FunctionStatus {
        let status = await withCheckedContinuation { continuation in
            harness.lambda.status { continuation.resume(returning: $0) }
        }
        return try #require(status.functions.first { $0.version == "$LATEST" })
    }

    @Test func tellsWhatEnvironmentsHaveDone() async throws {
        try await withLambda(LambdaHarness(Self.echo)) { (harness) async throws in
            for count in 1...3 {
                _ = try await harness.invoke()
                await harness.log.wait(for: "REPORT", count: count)
                await harness.settle()
            }
            let status = try await Self.status(harness)
            #expect(status.coldStarts == 1)
            #expect(status.warmStarts == 2)
            #expect(status.concurrency == 0)
            #expect(status.gigabyteSeconds > 0)
            #expect((status.p99Milliseconds ?? 0) >= (status.p50Milliseconds ?? 1e9))
            let environment = try #require(status.environments.first)
            #expect(status.environments.count == 1)
            #expect(environment.invocations == 3)
            #expect(environment.memoryKilobytes > 0)
            #expect([.idle, .frozen].contains(environment.state))
        }
    }

    @Test func survivesAsJSON() async throws {
        try await withLambda(LambdaHarness(Self.echo)) { (harness) async throws in
            _ = try await harness.invoke()
            let status = try await Self.status(harness)
            let copy = try JSONCoder.decode(FunctionStatus.self, from: try JSONCoder.encode(status))
            #expect(copy.environments.map(\.number) == status.environments.map(\.number))
        }
    }

    private static func reason(_ error: any Error) -> String? {
        (error as? AWSError)?.members["Reason"]?.stringValue
    }

    @Test func aFunctionThatGrowsFasterThanLambdaLetsItIsThrottled() async throws {
        var limits = FleetLimits()
        limits.scalingRate = ScalingRate(burst: 2, perSecond: 0.001)
        let gate = FileManager.default.temporaryDirectory.appending(path: "hearth-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: gate) }
        let harness = try LambdaHarness(Self.waits, timeout: .seconds(120), limits: limits)
        try await withLambda(harness) { (harness) async throws in
            async let first = harness.invoke("\"\(gate)\"")
            async let second = harness.invoke("\"\(gate)\"")
            while try await Self.status(harness).concurrency < 2 { await harness.settle() }
            await #expect {
                _ = try await harness.invoke()
            } throws: { error in
                Self.reason(error) == "FunctionInvocationRateLimitExceeded"
            }
            #expect(FileManager.default.createFile(atPath: gate, contents: nil))
            _ = try await (first, second)
            let status = try await Self.status(harness)
            #expect(status.throttles == ["FunctionInvocationRateLimitExceeded": 1])
        }
    }

    @Test func reservedConcurrencyOfZeroThrottlesEverything() async throws {
        try await withLambda(LambdaHarness(Self.echo, reserved: 0)) { (harness) async throws in
            await #expect {
                _ = try await harness.invoke()
            } throws: { error in
                Self.reason(error) == "ReservedFunctionConcurrentInvocationLimitExceeded"
            }
        }
    }
}
