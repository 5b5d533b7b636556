import ColdStart
import HTTPListener
import Time
import Wire

/// The execution environments of one function: performs what the model decides. Lives on the event loop.
final class FunctionPool: EnvironmentOwner {
    let function: FunctionConfiguration
    private let id: FunctionID
    private let services: EnvironmentServices
    private let model: FleetModel
    private var environments: [EnvironmentID: ExecutionEnvironment] = [:]
    private var ending: [EnvironmentID: ExecutionEnvironment] = [:]
    private var waiting = WaitingLine<PendingInvocation>()
    private let freezer: EnvironmentFreezer
    private var wakeUp: ScheduledAction?
    private var wakeUpMoment: Timestamp?
    private var isStopping = false
    private var whenStopped: (() -> Void)?

    init(function: FunctionConfiguration, services: EnvironmentServices, model: FleetModel) {
        self.function = function
        self.services = services
        self.model = model
        id = model.fleet.add(reserved: function.reservedConcurrency)
        freezer = EnvironmentFreezer(services)
    }

    /// Runs an invocation, now or when an environment is free, or refuses it.
    func accept(_ pending: PendingInvocation) {
        if isStopping { return pending.refuse(.serviceException("Hearth is stopping")) }
        switch model.fleet.arrive(id, at: services.time.now) {
        case .reuse(let environment): environments[environment]?.invoke(pending)
        case .start(let environment): start(environment, for: pending)
        case .wait: waiting.append(pending)
        case .waitBriefly(let limit):
            waiting.append(pending)
            let bound = LoopBound(self, on: services.loop)
            let loop = services.loop
            services.time.schedule(after: limit) { loop.execute { bound.value.overdue() } }
        case .throttle(let reason): pending.refuse(.tooManyRequests(reason))
        }
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

    private func overdue() { startNext(model.fleet.overdue(id, at: services.time.now)) }

    // MARK: What environments tell

    func isPrepared(_ environment: ExecutionEnvironment) {
        guard environments[environment.id] != nil else { return }
        model.fleet.initialized(environment.id, of: id, at: services.time.now)
        freezer.rests(environment)
        armWakeUp()
    }

    func hasAnswered(_ environment: ExecutionEnvironment) { model.fleet.answered(environment.id, of: id) }

    func isFree(_ environment: ExecutionEnvironment) {
        guard environments[environment.id] != nil else { return }
        switch model.fleet.release(environment.id, of: id, at: services.time.now) {
        case .idle:
            freezer.rests(environment)
            armWakeUp()
        case .serveNext:
            if let next = waiting.popFirst() { environment.invoke(next) }
        case .retire(let replacement):
            retire(environment.id)
            startNext(replacement)
        }
    }

    private func startNext(_ replacement: EnvironmentID?) {
        if let replacement, let next = waiting.popFirst() { start(replacement, for: next) }
    }

    func stopped(_ environment: ExecutionEnvironment) {
        ending[environment.id] = nil
        if environments.removeValue(forKey: environment.id) != nil {
            startNext(model.fleet.remove(environment.id, of: id, at: services.time.now))
        }
        if isStopping && environments.isEmpty && ending.isEmpty {
            whenStopped?()
            whenStopped = nil
        }
    }

    /// The environment serves no more and ends.
    private func retire(_ id: EnvironmentID) {
        guard let environment = environments.removeValue(forKey: id) else { return }
        ending[id] = environment
        environment.stop()
    }

    // MARK: Ends

    /// Makes sure that the model is asked again when it wants to be: environments expire, others are to be prepared.
    private func armWakeUp() {
        guard let next = model.fleet.nextWakeUp(of: id), wakeUpMoment.map({ next < $0 }) ?? true else { return }
        wakeUp?.cancel()
        wakeUpMoment = next
        let bound = LoopBound(self, on: services.loop)
        let loop = services.loop
        wakeUp = services.time.schedule(at: next) { loop.execute { bound.value.wake() } }
    }

    private func wake() {
        (wakeUp, wakeUpMoment) = (nil, nil)
        if isStopping { return }
        for environment in model.fleet.expire(id, at: services.time.now) { retire(environment) }
        for environment in model.fleet.prepare(id, at: services.time.now) { start(environment, for: nil) }
        armWakeUp()
    }

    /// The program has changed: idle environments end, busy ones after their invocation.
    func replaceCode() {
        for environment in model.fleet.replace(id, at: services.time.now) { retire(environment) }
    }

    func enforceMemoryLimits() {
        for environment in environments.values { environment.enforceMemoryLimit() }
    }

    var isBusy: Bool { model.fleet.count(of: id).busy > 0 }

    /// Invocations that wait are refused, those under way go on; `completion` comes when none is left.
    func drain() {
        isStopping = true
        while let pending = waiting.popFirst() { pending.refuse(.serviceException("Hearth is stopping")) }
    }

    /// Ends every environment.
    func stop(_ completion: @escaping () -> Void) {
        drain()
        wakeUp?.cancel()
        freezer.stop()
        whenStopped = completion
        for id in environments.keys { retire(id) }
        if environments.isEmpty && ending.isEmpty {
            whenStopped = nil
            completion()
        }
    }
}
