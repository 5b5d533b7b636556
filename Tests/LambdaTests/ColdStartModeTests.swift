import ColdStart
import FoundationEssentials
import Programs
import ServiceKit
import Synchronization
import Testing
import Time
import Wire

@testable import Lambda

/// Environments that start before anyone asks, and cold starts that take as long as the user wants.
@Suite(.fewAtATime) struct ColdStartModeTests {
    private static let type =
        #"while next; do answer "\"$AWS_LAMBDA_INITIALIZATION_TYPE $AWS_LAMBDA_FUNCTION_VERSION\""; done"#

    /// Whether its report bills the initialization of which it tells.
    private static func isCold(_ result: InvocationResult) throws -> Bool {
        guard let report = try initReport(result) else { return false }
        return report.billed >= (report.duration + report.initialization).rounded(.down)
    }

    /// In milliseconds; `nil` where no initialization is told of.
    private static func initReport(
        _ result: InvocationResult
    ) throws -> (duration: Double, billed: Double, initialization: Double)? {
        let report = String(decoding: try #require(result.logTail), as: UTF8.self)
        let pattern = /\tDuration: ([\d.]+) ms\tBilled Duration: (\d+) ms.*\tInit Duration: ([\d.]+) ms/
        guard let figures = report.firstMatch(of: pattern) else { return nil }
        let numbers = [figures.1, figures.2, figures.3].compactMap { Double($0) }
        return (numbers[0], numbers[1], numbers[2])
    }

    private static func provisioned(
        _ script: String,
        _ count: Int,
        _ time: any TimeSource = SystemTime()
    ) throws -> LambdaHarness {
        try LambdaHarness(script, time: time) {
            $0.alias = "live"
            $0.provisionedConcurrency = count
        }
    }

    @Test func provisionedConcurrencyServesTheAliasWithoutColdStart() async throws {
        try await withLambda(try Self.provisioned(Self.type, 2)) { (harness) async throws in
            harness.lambda.begin()
            try await harness.waitForIdle(2)
            let result = try await harness.invoke(qualifier: "live", tail: true)
            #expect(String(decoding: result.payload, as: UTF8.self) == "\"provisioned-concurrency 1\"")
            #expect(result.executedVersion == "1")
            // The first report tells how long it took to initialize, and does not bill it.
            #expect(harness.log.lines.count { $0.contains("\tPhase: init\tStatus: success") } == 2)
            #expect(try Self.initReport(result) != nil && !Self.isCold(result))
        }
    }

    @Test func tellsHowMuchOfProvisionedConcurrencyIsUsed() async throws {
        let figures = ProvisionedFigures()
        let harness = try LambdaHarness("while next; do sleep 0.2; answer 1; done", metrics: figures) {
            $0.alias = "live"
            $0.provisionedConcurrency = 1
        }
        try await withLambda(harness) { (harness) async throws in
            harness.lambda.begin()
            try await harness.waitForIdle(1)
            async let first = harness.invoke(qualifier: "live")
            async let second = harness.invoke(qualifier: "live")
            #expect(try await [first.functionError == nil, second.functionError == nil] == [true, true])
            #expect(await Self.demand(harness) == 2)
            while figures.values("ProvisionedConcurrencyUtilization").count < 2 {
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(figures.values("ProvisionedConcurrencyUtilization").max() == 1)
            #expect(figures.values("ProvisionedConcurrencyInvocations") == [1])
            #expect(figures.values("ProvisionedConcurrencySpilloverInvocations") == [1])
            try await harness.waitForIdle(2)
            // What ran on when it was last asked counts once more.
            _ = await Self.demand(harness)
            #expect(await Self.demand(harness) == 0)
        }
    }

    private static func demand(_ harness: LambdaHarness) async -> Int {
        await withCheckedContinuation { continuation in
            harness.lambda.takeDemand(of: "f", version: "1") { continuation.resume(returning: $0) }
        }
    }

    @Test func invocationsWithoutQualifierRunTheLatestVersion() async throws {
        try await withLambda(try Self.provisioned(Self.type, 1)) { (harness) async throws in
            let result = try await harness.invoke(tail: true)
            #expect(String(decoding: result.payload, as: UTF8.self) == "\"on-demand $LATEST\"")
            #expect(result.executedVersion == "$LATEST")
            #expect(try Self.isCold(result))
        }
    }

    @Test func versionsAndAliasesThatAreNotThereAreNotFound() async throws {
        try await withLambda(try Self.provisioned(Self.type, 1)) { (harness) async throws in
            await #expect(throws: AWSError.self) { try await harness.invoke(qualifier: "2") }
            await #expect(throws: AWSError.self) { try await harness.invoke(qualifier: "test") }
            let version = try await harness.invoke(qualifier: "1").executedVersion
            #expect(version == "1")
        }
    }

    /// Lambda makes six attempts.
    @Test func aFunctionThatDoesNotInitializeLosesItsProvisionedConcurrency() async throws {
        let time = ManualTime()
        try await withLambda(try Self.provisioned("exit 3", 1, time)) { (harness) async throws in
            harness.lambda.begin()
            for attempt in 1...6 {
                await harness.log.wait(for: "INIT_REPORT", count: attempt)
                await harness.settle()
                #expect(await Self.hasFailed(harness) == (attempt == 6))
                time.advance(by: .seconds(1 << (attempt - 1)))
            }
            time.advance(by: .seconds(60))
            await harness.settle()
            #expect(await harness.environments.isEmpty)
            // Other code may initialize.
            try Bootstrap.write("while next; do answer 1; done", to: harness.folder)
            harness.lambda.replaceEnvironments()
            try await harness.waitForIdle(1)
            #expect(await !Self.hasFailed(harness))
        }
    }

    private static func hasFailed(_ harness: LambdaHarness) async -> Bool {
        await withCheckedContinuation { continuation in
            harness.lambda.provisioned(of: "f") { continuation.resume(returning: $0["1"]?.hasFailed == true) }
        }
    }

    /// Its runtime asks for work, and ends.
    @Test func anEnvironmentThatDiesAfterEachInitIsReplacedLessAndLessOften() async throws {
        let time = ManualTime()
        let script = "echo begins; next & sleep 0.1; kill $!; exit 1"
        try await withLambda(try Self.provisioned(script, 1, time)) { (harness) async throws in
            harness.lambda.begin()
            for attempt in 0..<4 {
                await harness.log.wait(for: "begins", count: attempt + 1)
                while await !harness.environments.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                time.advance(by: .seconds(1 << attempt) - .milliseconds(1))
                await harness.settle()
                #expect(await harness.environments.isEmpty)
                time.advance(by: .milliseconds(1))
            }
        }
    }

    @Test func aProvisionedEnvironmentThatDiesIdleIsReplaced() async throws {
        let time = ManualTime()
        try await withLambda(try Self.provisioned(Self.type, 2, time)) { (harness) async throws in
            harness.lambda.begin()
            try await harness.waitForIdle(2)
            let before = await harness.environments
            let killed = await withCheckedContinuation { continuation in
                harness.lambda.killProcesses(of: "f") { continuation.resume(returning: $0) }
            }
            #expect(killed == 2)
            while await !before.isDisjoint(with: harness.environments) { try await Task.sleep(for: .milliseconds(5)) }
            time.advance(by: .seconds(1))
            try await harness.waitForIdle(2)
            #expect(try await Self.initReport(harness.invoke(qualifier: "live", tail: true)) != nil)
        }
    }

    @Test func noColdStartsWhereTheUserWantsNone() async throws {
        var settings = EnvironmentSettings()
        settings.coldStarts = .off
        try await withLambda(LambdaHarness(Self.type, settings: settings)) { (harness) async throws in
            harness.lambda.begin()
            await harness.lambda.hasBegun()
            let last = try await harness.invoke(tail: true)
            #expect(try !Self.isCold(last))
        }
    }

    /// What may not run has no environment.
    @Test func nothingIsStartedAheadWhereNothingIsLeftToRun() async throws {
        var settings = EnvironmentSettings()
        settings.coldStarts = .off
        try await withLambda(LambdaHarness(Self.type, reserved: 0, settings: settings)) { (harness) in
            harness.lambda.begin()
            await harness.lambda.hasBegun()
            let status = await withCheckedContinuation { continuation in
                harness.lambda.status { continuation.resume(returning: $0) }
            }
            #expect(status.functions[0].environments.isEmpty)
        }
    }

    @Test func idleEnvironmentsAreKeptAsLongAsThePolicySays() async throws {
        var settings = EnvironmentSettings()
        settings.policy.keepAlive = .fixed(.seconds(30))
        let time = ManualTime()
        try await withLambda(LambdaHarness(Self.type, time: time, settings: settings)) { (harness) async throws in
            var seen: [Bool] = []
            for gap in [0, 29, 31] {
                time.advance(by: .seconds(gap))
                await harness.settle()
                seen.append(try Self.isCold(await harness.invoke(tail: true)))
                try await harness.waitForIdle(1)
            }
            #expect(seen == [true, false, true])
        }
    }

    @Test func idleEnvironmentsMakeRoomForOthersWhereMemoryIsShort() async throws {
        var settings = EnvironmentSettings()
        settings.policy.keepAlive = .greedyDual(memoryBudget: 300)
        let script = #"while next; do sleep 0.3; answer '{}'; done"#
        let harness = try LambdaHarness(script, memorySize: 256, settings: settings)
        try await withLambda(harness) { (harness) async throws in
            async let first = harness.invoke()
            async let second = harness.invoke()
            _ = try await (first, second)
            var environments = 2
            while environments > 1 {
                try await Task.sleep(for: .milliseconds(5))
                let status = await withCheckedContinuation { continuation in
                    harness.lambda.status { continuation.resume(returning: $0) }
                }
                environments = status.functions[0].environments.count
            }
            try await harness.waitForIdle(1)
            let last = try await harness.invoke(tail: true)
            #expect(try !Self.isCold(last))
        }
    }

    @Test func spareEnvironmentsStartWithAnInvocation() async throws {
        var settings = EnvironmentSettings()
        settings.policy.preemptiveInits = 2
        try await withLambda(LambdaHarness(Self.type, settings: settings)) { (harness) async throws in
            _ = try await harness.invoke()
            try await harness.waitForIdle(3)
        }
    }

    @Test func modelledColdStartsTakeAsLongAsPublished() async throws {
        var settings = EnvironmentSettings()
        settings.coldStarts = .modelled
        let time = SystemTime()
        try await withLambda(LambdaHarness(Self.type, time: time, settings: settings)) { (harness) async throws in
            let start = time.now
            let result = try await harness.invoke(tail: true)
            #expect(time.now - start > .milliseconds(180))
            let log = String(decoding: try #require(result.logTail), as: UTF8.self)
            let initialization = try #require(log.split(separator: "Init Duration: ").last?.split(separator: " ").first)
            #expect(try #require(Double(initialization)) >= 125)
            let last = try await harness.invoke(tail: true)
            #expect(try !Self.isCold(last))
        }
    }
}

/// What is told of the alias `live`.
private final class ProvisionedFigures: MetricSink {
    private let told = Mutex<[String: [Double]]>([:])

    func values(_ name: String) -> [Double] { told.withLock { $0[name] ?? [] } }

    func record(_ values: [MetricValue], of subject: MetricSubject, at instant: Timestamp) {
        guard subject.dimensions == [.init("FunctionName", "f"), .init("Resource", "f:live")] else { return }
        told.withLock { told in for value in values { told[value.name, default: []].append(value.value) } }
    }
}
