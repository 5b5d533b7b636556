import ColdStart
import FoundationEssentials
import HTTPListener
import JSON
import Lambda
import Processes
import ServiceKit
import Synchronization
import Testing
import Time
import Wire

/// A Lambda with one function, `f`, whose bootstrap is a script.
final class LambdaHarness: Sendable {
    let lambda: LambdaService
    let folder: String
    let log = CollectedLog()
    /// Of all tests: one each would be hundreds of threads and thrice as many files.
    private static let loop = EventLoopThread()

    init(
        _ bootstrap: String?,
        time: any TimeSource = SystemTime(),
        timeout: Duration = .seconds(30),
        memorySize: Int = 256,
        limits: FleetLimits = FleetLimits(),
        reserved: Int? = nil,
        environment: [String: String] = [:],
        settings: EnvironmentSettings = EnvironmentSettings(),
        deadLetterTarget: ARN? = nil,
        functionSettings: FunctionSettings = FunctionSettings(),
        store: CodeStore = CodeStore(directory: nil),
        metrics: any MetricSink = NoMetrics(),
        configure: (inout FunctionConfiguration) -> Void = { _ in }
    ) throws {
        folder = try Bootstrap.folder(bootstrap ?? "")
        if bootstrap == nil { try FileManager.default.removeItem(atPath: folder + "/bootstrap") }
        var function = FunctionConfiguration(
            name: "f",
            handler: "my.handler",
            codeDirectory: folder,
            timeout: timeout,
            memorySize: memorySize,
            environment: environment,
            reservedConcurrency: reserved
        )
        function.deadLetterTarget = deadLetterTarget
        configure(&function)
        lambda = LambdaService(
            functions: [function],
            limits: limits,
            account: AWSAccount(),
            loop: Self.loop,
            time: time,
            ids: IDSource(seed: 1),
            supervisor: try ProcessSupervisor(),
            logSink: log,
            metrics: metrics,
            endpointURL: "http://127.0.0.1:4566",
            environments: settings,
            settings: functionSettings,
            store: store
        )
    }

    func invoke(_ payload: String = "{}", qualifier: String? = nil, tail: Bool = false) async throws -> InvocationResult
    {
        try await withCheckedThrowingContinuation { continuation in
            lambda.invoke(
                InvocationRequest(
                    functionName: "f",
                    qualifier: qualifier,
                    payload: Array(payload.utf8),
                    wantsLogTail: tail
                )
            ) { continuation.resume(with: $0) }
        }
    }

    /// The function's answer, or the error it failed with, as text.
    func answer(_ payload: String = "{}") async throws -> String {
        String(decoding: try await invoke(payload).payload, as: UTF8.self)
    }

    /// Returns once as many environments are initialized and have nothing to do.
    func waitForIdle(_ count: Int) async throws {
        while true {
            let status = await withCheckedContinuation { continuation in
                lambda.status { continuation.resume(returning: $0) }
            }
            let environments = status.functions.flatMap(\.environments)
            if environments.count(where: { [.idle, .frozen].contains($0.state) }) >= count { return }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// The numbers of the environments that are there.
    var environments: Set<UInt64> {
        get async {
            let status = await withCheckedContinuation { continuation in
                lambda.status { continuation.resume(returning: $0) }
            }
            return Set(status.functions.flatMap(\.environments).map(\.number))
        }
    }

    /// Returns when the event loop is through with what it was at.
    func settle() async {
        await withCheckedContinuation { continuation in Self.loop.execute { continuation.resume() } }
    }

    func stop() async {
        await lambda.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }
}

/// Keeps what is logged.
final class CollectedLog: FunctionLogSink {
    private struct State {
        var lines: [String] = []
        var waiters: [(@Sendable ([String]) -> Bool, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var lines: [String] { state.withLock(\.lines) }

    func write(_ event: FunctionLogEvent) {
        let ready = state.withLock { state in
            state.lines += event.messages.map { String(decoding: $0, as: UTF8.self) }
            let lines = state.lines
            let ready = state.waiters.filter { $0.0(lines) }
            state.waiters.removeAll { $0.0(lines) }
            return ready
        }
        for waiter in ready { waiter.1.resume() }
    }

    /// Returns when a line that begins with `prefix` is there.
    func wait(for prefix: String, count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isThere: @Sendable ([String]) -> Bool = { $0.count { $0.hasPrefix(prefix) } >= count }
            let ready = state.withLock { state in
                if isThere(state.lines) { return true }
                state.waiters.append((isThere, continuation))
                return false
            }
            if ready { continuation.resume() }
        }
    }
}

/// Runs `body` with a Lambda whose function is this script, and ends it.
func withLambda(_ harness: LambdaHarness, _ body: (LambdaHarness) async throws -> Void) async throws {
    do {
        try await body(harness)
        await harness.stop()
    } catch {
        await harness.stop()
        throw error
    }
}
