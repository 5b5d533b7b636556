import ColdStart
import HTTPListener
import Recording
import ServiceKit
import Time
import Wire

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What Lambda keeps on the event loop.
final class LambdaState {
    private static let memoryCheck = Duration.milliseconds(25)
    private static let codeCheck = Duration.milliseconds(500)

    private let services: EnvironmentServices
    private let model: RecordedFleet
    private var functions: [String: FunctionPools] = [:]
    /// Of all functions.
    private var pools: [FunctionPool] = []
    /// Pools of versions that are gone, until their last environment is.
    private var leaving: [ObjectIdentifier: FunctionPool] = [:]
    private var memoryTimer: ScheduledAction?
    private var codeTimer: ScheduledAction?
    /// The files whose change makes functions new, and the functions' pools.
    private var watched: [String: [FunctionPool]] = [:]
    private var code: [String: FileVersion] = [:]
    private var changing: [String: FileVersion] = [:]
    private var hasBegun = false

    init(functions: [RegisteredFunction], limits: FleetLimits, services: EnvironmentServices) {
        self.services = services
        model = RecordedFleet(
            limits: limits,
            policy: services.settings.effectivePolicy,
            time: services.time,
            recorder: services.settings.recorder,
            processors: sysconf(Int32(_SC_NPROCESSORS_ONLN))
        )
        for function in functions { self.functions[function.name] = FunctionPools(of: function, services, model) }
        gatherPools()
        model.whenEvicted = { [unowned self] environment, function in
            (pools + leaving.values).first { $0.id == function }?.retire(environment)
        }
    }

    private func gatherPools() {
        pools = functions.values.flatMap(\.all)
        gatherCode()
    }

    private func gatherCode() {
        watched = [:]
        for pool in pools {
            for path in pool.function.watchedFiles(without: services.store.exclusions) {
                watched[path, default: []].append(pool)
            }
        }
        for path in watched.keys where code[path] == nil { code[path] = FileSystem.version(of: path) }
    }

    // MARK: Functions come, change and go

    /// Makes the pools of a function those that it is to have; `nil` when it is gone.
    func update(_ name: String, _ function: RegisteredFunction?) {
        let before = functions[name]?.all ?? []
        if let function {
            if functions[name] == nil { functions[name] = FunctionPools(of: function, services, model) }
            functions[name]?.update(function, services, model)
        } else {
            functions[name]?.release(model)
            functions[name] = nil
        }
        gatherPools()
        let now = functions[name]?.all ?? []
        for pool in before where !now.contains(where: { $0 === pool }) { retire(pool) }
        guard hasBegun else { return }
        begin(now.filter { pool in !before.contains { $0 === pool } })
    }

    private func retire(_ pool: FunctionPool) {
        leaving[ObjectIdentifier(pool)] = pool
        pool.retireAll { [weak self] in self?.leaving[ObjectIdentifier(pool)] = nil }
    }

    func check(_ change: ConcurrencyChange, of name: String) -> Result<Void, ConcurrencyError> {
        functions[name]?.check(change, model) ?? .success(())
    }

    func provisioned(of name: String) -> [String: ProvisionedStatus] {
        let pools = functions[name]?.all ?? []
        return Dictionary(pools.map { ($0.function.version, $0.provisionedStatus) }) { first, _ in first }
    }

    /// See `FunctionPool.takeDemand`; 0 where there is no such version.
    func takeDemand(of name: String, version: String) -> Int {
        functions[name]?.pool(version: version)?.takeDemand() ?? 0
    }

    func pool(for request: InvocationRequest, _ account: AWSAccount) -> Result<FunctionPool, AWSError> {
        guard let pool = functions[request.functionName]?.pool(request.qualifier) else {
            let arn = account.function(request.functionName, request.qualifier ?? "$LATEST")
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
    func begin() {
        hasBegun = true
        begin(pools)
    }

    /// What is provisioned takes its room first.
    private func begin(_ pools: [FunctionPool]) {
        for pool in pools { pool.begin() }
        for pool in pools { pool.startAhead() }
    }

    var isInitializing: Bool { pools.contains(where: \.isInitializing) }

    var isBusy: Bool { pools.contains(where: \.isBusy) }

    func drain() { for pool in pools { pool.drain() } }

    func stop(_ completion: @escaping () -> Void) {
        memoryTimer?.cancel()
        codeTimer?.cancel()
        let all = pools + leaving.values
        var left = all.count
        if left == 0 { return completion() }
        for pool in all {
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
        codeTimer = later(after: Self.codeCheck, by: services.time.machine) { state in
            state.checkCode()
            state.watchCode()
        }
    }

    private func checkCode() {
        var hasChanged = false
        for (path, pools) in watched {
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
            hasChanged = true
            for pool in pools { pool.replaceCode() }
        }
        if hasChanged { gatherCode() }
    }

    /// `nil` for a function that is not there.
    func killProcesses(of function: String) -> Int? {
        let pools = pools.filter { $0.function.name == function }
        return pools.isEmpty ? nil : pools.reduce(0) { $0 + $1.killProcesses() }
    }

    func replaceAll() { for pool in pools { pool.replaceCode() } }

    private func later(
        after delay: Duration,
        by time: (any TimeSource)? = nil,
        _ action: @escaping @Sendable (LambdaState) -> Void
    ) -> ScheduledAction {
        let bound = LoopBound(self, on: services.loop)
        let loop = services.loop
        return (time ?? services.time).schedule(after: delay) { loop.execute { action(bound.value) } }
    }
}

extension FunctionConfiguration {
    /// What is uploaded does not change.
    fileprivate func watchedFiles(without exclusions: CodeExclusions) -> [String] {
        guard code == nil else { return [] }
        let sources = managedRuntime.map { SourceFiles.files(in: codeDirectory, of: $0, without: exclusions) }
        return bootstrapCandidates + (sources ?? [])
    }
}
