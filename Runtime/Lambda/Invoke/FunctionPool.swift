import ColdStart
import HTTPListener
import Recording
import Time
import Wire

/// The execution environments of one function: performs what the model decides. Lives on the event loop.
final class FunctionPool: EnvironmentOwner {
    private(set) var function: FunctionConfiguration
    let id: FunctionID
    /// The function's, without a qualifier.
    let arn: String
    private let services: EnvironmentServices
    private let model: RecordedFleet
    private var environments: [EnvironmentID: ExecutionEnvironment] = [:]
    private var ending: [EnvironmentID: ExecutionEnvironment] = [:]
    private var waiting = WaitingLine<PendingInvocation>()
    private let freezer: EnvironmentFreezer
    private var wakeUp: ScheduledAction?
    private var wakeUpMoment: Timestamp?
    private var meter = FunctionMeter()
    private let metrics: FunctionMetrics
    private var isStopping = false
    /// The function did not initialize, and has lost its provisioned concurrency for that.
    private var hasGivenUp = false
    /// The most invocations at once that wanted provisioned concurrency since somebody asked.
    private var peakDemand = 0
    private var whenStopped: (() -> Void)?

    /// `latest` is the function's own pool where this is another version's.
    init(
        function: FunctionConfiguration,
        services: EnvironmentServices,
        model: RecordedFleet,
        latest: FunctionPool? = nil
    ) {
        self.function = function
        self.services = services
        self.model = model
        arn = services.account.function(function.name).description
        id =
            model.add(
                RecordedVersion(
                    name: function.name,
                    version: function.version,
                    memorySize: function.memorySize,
                    reserved: latest == nil ? function.reservedConcurrency : nil,
                    timeoutSeconds: function.timeout.inSeconds
                ),
                versionOf: latest?.id
            )
        freezer = EnvironmentFreezer(services)
        metrics = FunctionMetrics(function.name, services.metrics)
    }

    /// Starts the environments that are provisioned.
    func begin() { if function.provisionedConcurrency != nil { provision(function.provisionedConcurrency) } }

    /// Starts one for the first invocation, where there are to be no cold starts, and any room.
    func startAhead() {
        guard services.settings.coldStarts == .off, function.provisionedConcurrency == nil else { return }
        if model.fleet.runsOnDemand(id) { start(model.startAhead(id), for: nil) }
    }

    var isInitializing: Bool { environments.values.contains { !$0.isInitialized } }

    /// From now on this is the function: what runs on another configuration ends, when its invocation does.
    func update(_ function: FunctionConfiguration) {
        let (old, new) = (self.function.withoutConcurrency, function.withoutConcurrency)
        let provisioned = self.function.provisionedConcurrency
        self.function = function
        if old != new { replaceCode() }
        if provisioned != function.provisionedConcurrency || hasGivenUp { provision(function.provisionedConcurrency) }
    }

    /// Keeps so many environments initialized from now on.
    func provision(_ count: Int?) {
        function.provisionedConcurrency = count
        hasGivenUp = false
        guard count != nil || model.fleet.provisioned(of: id).requested > 0 else { return }
        guard let ended = model.provision(id, count ?? 0, services.settings.coldStarts.allocation) else {
            return services.note("\(function.name) gets no provisioned concurrency: there is no room for \(count ?? 0)")
        }
        for environment in ended { retire(environment) }
        armWakeUp()
    }

    /// Sets or takes away the function's reserved concurrency, which is that of all its versions.
    func reserve(_ count: Int?) {
        guard count != function.reservedConcurrency else { return }
        do throws(ConcurrencyError) {
            try model.reserve(id, count)
        } catch {
            services.note("\(function.name): \(error)")
        }
        function.reservedConcurrency = count
    }

    var provisionedStatus: ProvisionedStatus {
        let (requested, allocated, available) = model.fleet.provisioned(of: id)
        return ProvisionedStatus(
            requested: requested,
            allocated: allocated,
            available: available,
            isComplete: model.fleet.isProvisioningComplete(of: id),
            hasFailed: hasGivenUp
        )
    }

    /// The most invocations at once since this was last asked, spill-over among them.
    func takeDemand() -> Int {
        defer { peakDemand = model.busyCount(of: id) }
        return peakDemand
    }

    /// Runs an invocation, now or when an environment is free, or refuses it.
    func accept(_ pending: PendingInvocation) {
        if isStopping { return pending.refuse(.serviceException("Hearth is stopping")) }
        if function.provisionedConcurrency != nil { peakDemand = max(peakDemand, model.busyCount(of: id) + 1) }
        switch model.arrive(id, pending.recorded) {
        case .reuse(let environment):
            meter.startsWarm()
            environments[environment]?.invoke(pending)
        case .start(let environment):
            meter.startsCold()
            start(environment, for: pending)
        case .wait: waiting.append(pending)
        case .waitBriefly(let limit):
            waiting.append(pending)
            let bound = LoopBound(self, on: services.loop)
            let loop = services.loop
            services.time.schedule(after: limit) { loop.execute { bound.value.overdue() } }
        case .throttle(let reason):
            meter.throttled(reason)
            metrics.throttled(at: services.time.now)
            pending.refuse(.tooManyRequests(reason))
        }
        if model.startsSpare { armWakeUp() }
    }

    private func start(_ id: EnvironmentID, for pending: PendingInvocation?) {
        let environment = ExecutionEnvironment(
            id: id,
            function: function,
            services: services,
            first: pending,
            isProvisioned: model.fleet.isProvisioned(id),
            owner: self
        )
        environments[id] = environment
        environment.start()
    }

    private func overdue() { startNext(model.overdue(id)) }

    // MARK: What environments tell

    func isPrepared(_ environment: ExecutionEnvironment) {
        guard environments[environment.id] != nil else { return }
        if isStopping {
            _ = model.remove(environment.id, of: id)
            return retire(environment.id)
        }
        for replaced in model.initialized(environment.id, of: id) { retire(replaced) }
        freezer.rests(environment)
        armWakeUp()
    }

    func hasAnswered(_ environment: ExecutionEnvironment) { model.answered(environment.id, of: id) }

    func reports(_ environment: ExecutionEnvironment, _ report: InvocationReport) {
        meter.ended(report, isProvisioned: environment.isProvisioned, at: services.time.now)
        metrics.ended(report, running: max(1, model.busyCount(of: id)), at: services.time.now)
        if !function.provisionedQualifiers.isEmpty { measureProvisioned(environment) }
        if let start = report.initDuration { model.started(id, milliseconds: start.inMilliseconds) }
        guard model.isRecorded else { return }
        model.completed(report.recorded, environment.id, of: id)
    }

    private func measureProvisioned(_ environment: ExecutionEnvironment) {
        let (_, allocated, available) = model.fleet.provisioned(of: id)
        metrics.ended(
            onProvisioned: environment.isProvisioned,
            inUse: allocated - available,
            allocated: allocated,
            of: function.provisionedQualifiers,
            at: services.time.now
        )
    }

    func isFree(_ environment: ExecutionEnvironment) {
        guard environments[environment.id] != nil else { return }
        switch model.release(environment.id, of: id) {
        case .idle:
            freezer.rests(environment)
            armWakeUp()
        case .serveNext:
            guard let next = waiting.popFirst() else { return }
            meter.startsWarm()
            environment.invoke(next)
        case .retire(let replacement):
            retire(environment.id)
            startNext(replacement)
        }
    }

    private func startNext(_ replacement: EnvironmentID?) {
        var replacement = replacement
        while let environment = replacement {
            if let next = waiting.popFirst() {
                meter.startsCold()
                return start(environment, for: next)
            }
            // Who waited has been refused: the version is gone.
            replacement = model.remove(environment, of: id)
        }
    }

    func stopped(_ environment: ExecutionEnvironment) {
        defer { if !isStopping { armWakeUp() } }
        ending[environment.id] = nil
        if environments.removeValue(forKey: environment.id) != nil {
            startNext(model.remove(environment.id, of: id))
            if model.fleet.hasProvisioningFailed(of: id) { giveUpProvisioning() }
        }
        endIfEmpty()
    }

    /// As on AWS, a function that does not initialize has no provisioned concurrency (`FUNCTION_ERROR_INIT_FAILURE`).
    private func giveUpProvisioning() {
        if isStopping { return }
        services.note("\(function.name) loses its provisioned concurrency: it does not initialize")
        for environment in model.provision(id, 0, .immediate) ?? [] { retire(environment) }
        hasGivenUp = true
    }

    /// The environment serves no more and ends.
    func retire(_ id: EnvironmentID) {
        guard let environment = environments.removeValue(forKey: id) else { return }
        ending[id] = environment
        environment.stop()
    }

    // MARK: Ends

    /// Makes sure that the model is asked again when it wants to be: environments expire, others are to be prepared.
    private func armWakeUp() {
        guard let next = model.nextWakeUp(of: id), wakeUpMoment.map({ next < $0 }) ?? true else { return }
        wakeUp?.cancel()
        wakeUpMoment = next
        let bound = LoopBound(self, on: services.loop)
        let loop = services.loop
        wakeUp = services.time.schedule(at: next) { loop.execute { bound.value.wake() } }
    }

    private func wake() {
        (wakeUp, wakeUpMoment) = (nil, nil)
        if isStopping { return }
        for environment in model.expire(id) { retire(environment) }
        for environment in model.prepare(id) { start(environment, for: nil) }
        armWakeUp()
    }

    /// The program has changed: idle environments end, busy ones after their invocation. What did not initialize may now.
    func replaceCode() {
        for environment in model.replace(id) { retire(environment) }
        if hasGivenUp && !isStopping { provision(function.provisionedConcurrency) }
        armWakeUp()
    }

    /// Kills the processes of all environments, busy or not, and returns how many there were.
    func killProcesses() -> Int { environments.values.count { $0.killProcess() } }

    func enforceMemoryLimits() {
        for environment in environments.values { environment.enforceMemoryLimit() }
    }

    var status: FunctionStatus {
        let now = services.time.now
        let throttles = meter.throttles.map { ($0.key.rawValue, $0.value) }
        return FunctionStatus(
            region: services.account.region,
            name: function.name,
            version: function.version,
            memorySize: function.memorySize,
            ephemeralStorage: function.ephemeralStorage,
            architecture: function.architectures.first ?? "x86_64",
            reservedConcurrency: function.reservedConcurrency,
            provisionedConcurrency: function.provisionedConcurrency,
            concurrency: model.busyCount(of: id),
            warmStarts: meter.warm,
            coldStarts: meter.cold,
            errors: meter.errors,
            throttles: Dictionary(throttles) { $0 + $1 },
            p50Milliseconds: meter.percentile(0.5, at: now),
            p99Milliseconds: meter.percentile(0.99, at: now),
            gigabyteSeconds: meter.gigabyteSeconds,
            provisionedGigabyteSeconds: meter.provisionedGigabyteSeconds,
            environments: (Array(environments.values) + Array(ending.values)).map(\.status)
                .sorted { $0.number < $1.number }
        )
    }

    var isBusy: Bool { model.busyCount(of: id) > 0 || waiting.first != nil }

    /// Invocations that wait are refused, those under way go on; `completion` comes when none is left.
    func drain(_ refusal: AWSError = .serviceException("Hearth is stopping")) {
        isStopping = true
        while let pending = waiting.popFirst() { pending.refuse(refusal) }
    }

    /// The version is gone: invocations under way end as they began, none begins; `completion` comes when no environment
    /// is left.
    func retireAll(_ completion: @escaping () -> Void) {
        drain(.functionNotFound(function.arn(in: services.account).description))
        freezer.stop()
        whenStopped = completion
        replaceCode()
        wakeUp?.cancel()
        endIfEmpty()
    }

    private func endIfEmpty() {
        guard isStopping && environments.isEmpty && ending.isEmpty else { return }
        whenStopped?()
        whenStopped = nil
    }

    /// Ends every environment.
    func stop(_ completion: @escaping () -> Void) {
        drain()
        wakeUp?.cancel()
        freezer.stop()
        whenStopped = completion
        for id in environments.keys { retire(id) }
        endIfEmpty()
    }
}
