import ColdStart
import HTTPListener
import Processes
import Recording
import ServiceKit
import Time
import Wire

/// Lambda: the functions of an account and the environments they run in.
package final class LambdaService: FunctionInvoker {
    /// Bytes of a synchronous invocation's payload.
    static let payloadLimit = 6_291_456

    package let account: AWSAccount
    let services: EnvironmentServices
    /// By name.
    let functions: [String: FunctionConfiguration]
    /// What is said of the functions besides their configuration.
    package let settings: FunctionSettings
    let limits: FleetLimits
    private let state: LoopBound<LambdaState>
    /// Told what users should know and no caller is there to hear.
    let note: @Sendable (String) -> Void

    package init(
        functions: [FunctionConfiguration],
        limits: FleetLimits = FleetLimits(),
        account: AWSAccount,
        loop: EventLoopThread,
        time: any TimeSource,
        ids: IDSource,
        supervisor: ProcessSupervisor,
        logSink: any FunctionLogSink,
        metrics: any MetricSink = NoMetrics(),
        endpointURL: String? = nil,
        environments: EnvironmentSettings = EnvironmentSettings(),
        settings: FunctionSettings = FunctionSettings(),
        note: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.settings = settings
        self.limits = limits
        self.functions = Dictionary(functions.map { ($0.name, $0) }) { first, _ in first }
        self.note = note
        self.account = account
        services = EnvironmentServices(
            loop: loop,
            time: time,
            ids: ids,
            account: account,
            supervisor: supervisor,
            logSink: logSink,
            metrics: metrics,
            endpointURL: endpointURL,
            settings: environments,
            note: note
        )
        state = LoopBound(LambdaState(functions: functions, limits: limits, services: services), on: loop)
    }

    /// What functions and environments are doing.
    package func status(_ completion: @escaping @Sendable (LambdaStatus) -> Void) {
        services.loop.execute { [state] in completion(state.value.status) }
    }

    /// Starts the environments that are to be ready before anyone invokes: provisioned ones, or one of each function where
    /// there are to be no cold starts.
    package func begin() { services.loop.execute { [state] in state.value.begin() } }

    package func invoke(
        _ request: InvocationRequest,
        completion: @escaping @Sendable (Result<InvocationResult, AWSError>) -> Void
    ) {
        services.loop.execute { [self] in
            switch state.value.pool(for: request, account) {
            case .success(let pool):
                let trace = TraceHeader(request.traceID, function: request.functionName, services)
                if trace.isLoop && !settings.allowsRecursion(request.functionName) {
                    return completion(.failure(.recursiveInvocation))
                }
                pool.accept(pending(request, trace, completion))
            case .failure(let error): completion(.failure(error))
            }
            state.value.watchMemory()
        }
    }

    /// Whether a function of this name, and of this version, is there.
    package func check(
        _ request: InvocationRequest,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        services.loop.execute { [self] in
            completion(state.value.pool(for: request, account).map { _ in () })
        }
    }

    private func pending(
        _ request: InvocationRequest,
        _ trace: TraceHeader,
        _ completion: @escaping @Sendable (Result<InvocationResult, AWSError>) -> Void
    ) -> PendingInvocation {
        var arn = "arn:aws:lambda:\(account.region):\(account.id):function:\(request.functionName)"
        if let qualifier = request.qualifier { arn += ":\(qualifier)" }
        return PendingInvocation(
            request: request,
            requestID: request.requestID ?? services.ids.uuid(),
            functionARN: arn,
            traceID: trace.text,
            completion: completion
        )
    }

    package var now: Timestamp { services.time.now }

    /// Whether the function's reserved concurrency is 0: nothing runs it.
    func isStopped(_ function: String) -> Bool { reservedConcurrency(of: function) == 0 }

    func reservedConcurrency(of function: String) -> Int? { functions[function]?.reservedConcurrency }

    /// The queue or topic for a function's events that could not be processed.
    func deadLetterTarget(of function: String) -> ARN? { functions[function]?.deadLetterTarget }

    /// Takes no new invocations; those under way go on. Returns when they are done, after `limit`, or when the task is
    /// cancelled.
    package func drain(within limit: Duration) async {
        let loop = services.loop
        let state = state
        loop.execute { state.value.drain() }
        let end = services.time.now + limit
        while services.time.now < end, await busy() {
            guard (try? await services.time.sleep(for: .milliseconds(20))) != nil else { return }
        }
    }

    private func busy() async -> Bool {
        await withCheckedContinuation { continuation in
            services.loop.execute { [state] in continuation.resume(returning: state.value.isBusy) }
        }
    }

    /// Ends every environment: SIGTERM, and SIGKILL two seconds later. Returns when none is left.
    package func stop() async {
        await withCheckedContinuation { continuation in
            services.loop.execute { [state] in state.value.stop { continuation.resume() } }
        }
    }
}

/// What Lambda keeps on the event loop.
private final class LambdaState {
    private static let memoryCheck = Duration.milliseconds(25)
    private static let codeCheck = Duration.milliseconds(500)

    private let services: EnvironmentServices
    private let versions: [String: FunctionVersions]
    private let pools: [FunctionPool]
    private var memoryTimer: ScheduledAction?
    private var codeTimer: ScheduledAction?
    private var code: [String: FileVersion] = [:]
    private var changing: [String: FileVersion] = [:]

    init(functions: [FunctionConfiguration], limits: FleetLimits, services: EnvironmentServices) {
        self.services = services
        let model = RecordedFleet(
            limits: limits,
            policy: services.settings.coldStarts.policy,
            time: services.time,
            recorder: services.settings.recorder
        )
        var byName: [String: FunctionVersions] = [:]
        for function in functions where byName[function.name] == nil {
            byName[function.name] = FunctionVersions(of: function, services, model)
        }
        versions = byName
        pools = byName.values.flatMap(\.all)
        for path in programs { code[path] = FileSystem.version(of: path) }
    }

    func pool(for request: InvocationRequest, _ account: AWSAccount) -> Result<FunctionPool, AWSError> {
        guard let pool = versions[request.functionName]?.pool(request.qualifier) else {
            let qualifier = request.qualifier ?? "$LATEST"
            let arn = account.arn("lambda", "function:\(request.functionName):\(qualifier)")
            return .failure(.functionNotFound(arn.description))
        }
        guard request.payload.count <= LambdaService.payloadLimit else {
            return .failure(.payloadTooLarge(limit: LambdaService.payloadLimit))
        }
        return .success(pool)
    }

    var status: LambdaStatus {
        LambdaStatus(
            concurrency: pools.reduce(0) { $0 + $1.status.concurrency },
            functions: pools.map(\.status).sorted { ($0.name, $0.version) < ($1.name, $1.version) }
        )
    }

    /// Starts what is to be there before anyone asks.
    func begin() { for pool in pools { pool.begin() } }

    var isBusy: Bool { pools.contains(where: \.isBusy) }

    func drain() { for pool in pools { pool.drain() } }

    func stop(_ completion: @escaping () -> Void) {
        memoryTimer?.cancel()
        codeTimer?.cancel()
        var left = pools.count
        if left == 0 { return completion() }
        for pool in pools {
            pool.stop {
                left -= 1
                if left == 0 { completion() }
            }
        }
    }

    // MARK: Watching

    /// Looks at the memory of the processes again and again for as long as any is at work.
    func watchMemory() {
        guard memoryTimer == nil else { return }
        memoryTimer = later(after: Self.memoryCheck) { state in
            state.memoryTimer = nil
            for pool in state.pools where pool.isBusy { pool.enforceMemoryLimits() }
            if state.isBusy { state.watchMemory() }
        }
    }

    /// Looks every half second whether a function's program has changed. A change counts once it has stood still for
    /// one round, so that a half-written file does not run.
    func watchCode() {
        codeTimer = later(after: Self.codeCheck) { state in
            state.checkCode()
            state.watchCode()
        }
    }

    private func checkCode() {
        for path in programs {
            guard let version = FileSystem.version(of: path), version != code[path] else {
                changing[path] = nil
                continue
            }
            guard changing[path] == version else {
                changing[path] = version
                continue
            }
            changing[path] = nil
            code[path] = version
            for pool in pools where pool.function.bootstrapCandidates.contains(path) { pool.replaceCode() }
        }
    }

    /// `nil` for a function that is not there.
    func killProcesses(of function: String) -> Int? {
        let pools = pools.filter { $0.function.name == function }
        return pools.isEmpty ? nil : pools.reduce(0) { $0 + $1.killProcesses() }
    }

    func replaceAll() { for pool in pools { pool.replaceCode() } }

    private var programs: Set<String> { Set(pools.flatMap(\.function.bootstrapCandidates)) }

    private func later(after delay: Duration, _ action: @escaping @Sendable (LambdaState) -> Void) -> ScheduledAction {
        let bound = LoopBound(self, on: services.loop)
        let loop = services.loop
        return services.time.schedule(after: delay) { loop.execute { action(bound.value) } }
    }
}

extension LambdaService {
    /// Replaces a function's environments when its program changes: running invocations finish on the old one.
    package func reloadOnChange() {
        services.loop.execute { [state] in state.value.watchCode() }
    }

    /// Kills the processes of a function, busy or not, as if they had crashed. Calls `completion` with how many there
    /// were; `nil` for a function that is not there.
    package func killProcesses(of function: String, completion: @escaping @Sendable (Int?) -> Void) {
        services.loop.execute { [state] in completion(state.value.killProcesses(of: function)) }
    }

    /// Gives every function new environments, so that nothing a process remembers is left; running invocations finish
    /// on the old ones.
    package func replaceEnvironments() {
        services.loop.execute { [state] in state.value.replaceAll() }
    }
}
