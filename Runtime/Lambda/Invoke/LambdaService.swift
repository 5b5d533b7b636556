import ColdStart
import HTTPListener
import Processes
import Recording
import ServiceKit
import Time
import Wire

/// Lambda in one region: the functions of an account there and the environments they run in.
package final class LambdaService: FunctionInvoker {
    /// Bytes of a synchronous invocation's payload.
    static let payloadLimit = 6_291_456

    package let account: AWSAccount
    let services: EnvironmentServices
    let registry: FunctionRegistry
    /// What is said of the functions besides their configuration.
    package let settings: FunctionSettings
    let limits: FleetLimits
    let permissions: InvokePermissions
    private let state: LoopBound<LambdaState>
    /// Told what users should know and no caller is there to hear.
    let note: @Sendable (String) -> Void

    /// `functions` are those of the template; `settings` may hold others. `store` takes the programs that are uploaded.
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
        store: CodeStore = CodeStore(directory: nil),
        note: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.settings = settings
        self.limits = limits
        for function in functions { settings.declare(function, account, at: time.now) }
        registry = FunctionRegistry(settings)
        permissions = InvokePermissions(settings, account, note: note)
        self.note = note
        self.account = account
        services = EnvironmentServices(
            loop: loop,
            time: time,
            ids: ids,
            account: account,
            supervisor: supervisor,
            interpreters: Interpreters(supervisor, note: note),
            store: store,
            logSink: logSink,
            metrics: metrics,
            endpointURL: endpointURL,
            settings: environments,
            note: note
        )
        state = LoopBound(LambdaState(functions: registry.all, limits: limits, services: services), on: loop)
    }

    /// What functions and environments are doing.
    package func status(_ completion: @escaping @Sendable (LambdaStatus) -> Void) {
        services.loop.execute { [state] in completion(state.value.status) }
    }

    /// Starts the environments that are to be ready before anyone invokes: provisioned ones, or one of each function where
    /// there are to be no cold starts.
    package func begin() { services.loop.execute { [state] in state.value.begin() } }

    /// Returns when none of them initializes any more, at the latest when the time for that is over.
    package func hasBegun() async {
        let time = services.time.machine
        let end = time.now + EnvironmentLifecycle.initLimit(isProvisioned: false, timeout: .zero)
        while await isInitializing, time.now < end {
            guard (try? await time.sleep(for: .milliseconds(5))) != nil else { return }
        }
    }

    private var isInitializing: Bool {
        get async {
            await withCheckedContinuation { continuation in
                services.loop.execute { [state] in continuation.resume(returning: state.value.isInitializing) }
            }
        }
    }

    package func invoke(
        _ request: InvocationRequest,
        completion: @escaping @Sendable (Result<InvocationResult, AWSError>) -> Void
    ) {
        services.loop.execute { [self] in
            switch pool(for: request) {
            case .success(let pool):
                let trace = TraceHeader(request.traceID, function: request.functionName, services)
                if trace.isLoop && !settings.allowsRecursion(request.functionName) {
                    let metrics = FunctionMetrics(request.functionName, services.metrics)
                    metrics.recursionStopped(at: services.time.now)
                    return completion(.failure(.recursiveInvocation))
                }
                pool.accept(pending(request, of: pool.arn, trace, completion))
            case .failure(let error): completion(.failure(error))
            }
            state.value.watchMemory()
        }
    }

    /// Whether a function of this name, and of this version, is there, and may be invoked.
    package func check(
        _ request: InvocationRequest,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        services.loop.execute { [self] in
            completion(pool(for: request).map { _ in () })
        }
    }

    /// Whether the function's policy lets anyone call its URL, which has `AuthType` `NONE`.
    package func isPublic(_ url: FunctionURLConfig) -> Bool { permissions.isPublic(url.functionName, url.qualifier) }

    /// Where the request is to run, if its caller may have it run.
    private func pool(for request: InvocationRequest) -> Result<FunctionPool, AWSError> {
        let pool = state.value.pool(for: request, account)
        if case .success = pool, let refusal = permissions.refusal(of: request) { return .failure(refusal) }
        return pool
    }

    private func pending(
        _ request: InvocationRequest,
        of function: String,
        _ trace: TraceHeader,
        _ completion: @escaping @Sendable (Result<InvocationResult, AWSError>) -> Void
    ) -> PendingInvocation {
        PendingInvocation(
            request: request,
            requestID: request.requestID ?? services.ids.uuid(),
            functionARN: request.qualifier.map { "\(function):\($0)" } ?? function,
            traceID: trace.text,
            completion: completion
        )
    }

    package var now: Timestamp { services.time.now }

    /// Whether the function's reserved concurrency is 0: nothing runs it.
    func isStopped(_ function: String) -> Bool { reservedConcurrency(of: function) == 0 }

    func reservedConcurrency(of function: String) -> Int? { registry[function]?.reservedConcurrency }

    /// The queue or topic for a function's events that could not be processed.
    func deadLetterTarget(of function: String) -> ARN? { registry[function]?.latest.deadLetterTarget }

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

    /// Whether an invocation is under way or waits for an environment, or an environment initializes before anyone asks.
    package func isAtWork() async -> Bool {
        await withCheckedContinuation { continuation in
            services.loop.execute { [state] in
                continuation.resume(returning: state.value.isBusy || state.value.isInitializing)
            }
        }
    }

    private func busy() async -> Bool {
        await withCheckedContinuation { continuation in
            services.loop.execute { [state] in continuation.resume(returning: state.value.isBusy) }
        }
    }

    /// Ends every environment, at once where there are no extensions, which are told and have two seconds at most. Returns when
    /// none is left.
    package func stop() async {
        await withCheckedContinuation { continuation in
            services.loop.execute { [state] in state.value.stop { continuation.resume() } }
        }
    }
}

extension LambdaService {
    /// Brings what runs to what the settings now say of a function. Invocations that come after it find the function so.
    func refresh(_ name: String) {
        let function = registry.refresh(name)
        services.loop.execute { [state] in state.value.update(name, function) }
    }

    /// Whether the fleet would take this reservation, or this much provisioned concurrency for a version.
    func check(
        _ change: ConcurrencyChange,
        of name: String,
        completion: @escaping @Sendable (Result<Void, ConcurrencyError>) -> Void
    ) {
        services.loop.execute { [state] in completion(state.value.check(change, of: name)) }
    }

    /// How much of the provisioned concurrency of a function's versions is there.
    func provisioned(of name: String, completion: @escaping @Sendable ([String: ProvisionedStatus]) -> Void) {
        services.loop.execute { [state] in completion(state.value.provisioned(of: name)) }
    }

    /// The most invocations of a version at once since this was last asked.
    func takeDemand(of name: String, version: String, completion: @escaping @Sendable (Int) -> Void) {
        services.loop.execute { [state] in completion(state.value.takeDemand(of: name, version: version)) }
    }

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
