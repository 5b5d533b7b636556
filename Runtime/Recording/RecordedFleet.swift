import ColdStart
import Time

/// Takes what is recorded, in order. Must not block.
package protocol EventRecorder: Sendable {
    func record(_ event: RecordedEvent)
}

/// The model that all functions of an account share, and that can write down all it is told and decides.
///
/// Every change goes through here: what the recorder gets is all that it takes to have the same decisions again.
package final class RecordedFleet {
    package private(set) var fleet: Fleet
    /// Whether an arrival may make it wanted that other environments start.
    package let startsSpare: Bool
    private let time: any TimeSource
    private let recorder: (any EventRecorder)?
    /// Is told of idle environments that have made room for others: they have ended.
    package var whenEvicted: ((EnvironmentID, FunctionID) -> Void)?

    package init(
        limits: FleetLimits,
        policy: FleetPolicy = FleetPolicy(),
        time: any TimeSource,
        recorder: (any EventRecorder)? = nil,
        processors: Int? = nil
    ) {
        fleet = Fleet(limits: limits, policy: policy)
        startsSpare = policy.preemptiveInits > 0
        self.time = time
        self.recorder = recorder
        guard let recorder else { return }
        var event = RecordedEvent(.start, at: time.now)
        event.settings = RecordedSettings(limits, policy)
        event.settings?.processors = processors
        recorder.record(event)
    }

    package var isRecorded: Bool { recorder != nil }

    // Asked for every invocation: `fleet` itself comes as a copy.

    package func busyCount(of function: FunctionID) -> Int { fleet.count(of: function).busy }
    package func nextWakeUp(of function: FunctionID) -> Timestamp? { fleet.nextWakeUp(of: function) }

    /// Records what happened to a function now; `fill` adds what came of it. Tells of environments that made room for it.
    private func record(
        _ kind: RecordedEvent.Kind,
        _ function: FunctionID,
        _ now: Timestamp,
        _ fill: (inout RecordedEvent) -> Void = { _ in }
    ) {
        let evicted = fleet.hasEvicted ? fleet.takeEvicted() : []
        if let recorder {
            var event = RecordedEvent(kind, of: function.number, at: now)
            fill(&event)
            if !evicted.isEmpty { event.evicted = evicted.map(\.0.number) }
            recorder.record(event)
        }
        for (environment, function) in evicted { whenEvicted?(environment, function) }
    }

    // MARK: Functions

    /// Adds a function, or a version of one that is there.
    package func add(_ version: RecordedVersion, versionOf first: FunctionID? = nil) -> FunctionID {
        let id =
            first.map { fleet.addVersion(of: $0) }
            ?? fleet.add(reserved: version.reserved, memorySize: version.memorySize)
        record(.function, id, time.now) { event in
            event.version = version
            event.version?.of = first?.number
        }
        return id
    }

    /// Gives a function provisioned concurrency and returns environments that end; `nil` when there is no room for it.
    package func provision(_ function: FunctionID, _ count: Int, _ rate: AllocationRate) -> [EnvironmentID]? {
        let now = time.now
        let ended = try? fleet.provision(function, count, rate: rate, at: now)
        record(.provision, function, now) { event in
            event.count = count
            event.environments = ended?.map(\.number)
            event.decision = rate == .immediate ? nil : RecordedDecision(kind: .wait)
        }
        return ended
    }

    /// Sets or takes away a function's reserved concurrency.
    package func reserve(_ function: FunctionID, _ count: Int?) throws(ConcurrencyError) {
        try fleet.reserve(function, count)
        record(.reserve, function, time.now) { $0.count = count }
    }

    // MARK: Invocations

    package func arrive(
        _ function: FunctionID,
        _ invocation: @autoclosure () -> RecordedInvocation?
    ) -> Fleet.Decision {
        let now = time.now
        let decision = fleet.arrive(function, at: now)
        record(.arrival, function, now) { event in
            event.decision = RecordedDecision(decision)
            event.invocation = invocation()
        }
        return decision
    }

    package func overdue(_ function: FunctionID) -> EnvironmentID? {
        let now = time.now
        let started = fleet.overdue(function, at: now)
        record(.overdue, function, now) { $0.environment = started?.number }
        return started
    }

    package func answered(_ environment: EnvironmentID, of function: FunctionID) {
        fleet.answered(environment, of: function)
        guard recorder != nil else { return }
        record(.answered, function, time.now) { $0.environment = environment.number }
    }

    package func release(_ environment: EnvironmentID, of function: FunctionID) -> Fleet.Release {
        let now = time.now
        let release = fleet.release(environment, of: function, at: now)
        record(.release, function, now) { event in
            event.environment = environment.number
            event.decision = RecordedDecision(release)
        }
        return release
    }

    /// The environment is gone. Returns the one to start instead when an invocation waits for it.
    package func remove(_ environment: EnvironmentID, of function: FunctionID) -> EnvironmentID? {
        let now = time.now
        let replacement = fleet.remove(environment, of: function, at: now)
        record(.remove, function, now) { event in
            event.environment = environment.number
            event.environments = replacement.map { [$0.number] }
        }
        return replacement
    }

    /// A cold start of the function took so long.
    package func started(_ function: FunctionID, milliseconds: Double) {
        fleet.started(function, milliseconds: milliseconds)
    }

    /// How an invocation ended; of it the model has use for the cold start alone.
    package func completed(_ completion: RecordedCompletion, _ environment: EnvironmentID, of function: FunctionID) {
        guard recorder != nil else { return }
        record(.completion, function, time.now) { event in
            event.environment = environment.number
            event.completion = completion
        }
    }

    // MARK: Environments

    package func expire(_ function: FunctionID) -> [EnvironmentID] {
        several(.expire, function) { $0.expire($1, at: $2) }
    }

    package func prepare(_ function: FunctionID) -> [EnvironmentID] {
        several(.prepare, function) { $0.prepare($1, at: $2) }
    }

    package func replace(_ function: FunctionID) -> [EnvironmentID] {
        several(.replace, function) { $0.replace($1, at: $2) }
    }

    private func several(
        _ kind: RecordedEvent.Kind,
        _ function: FunctionID,
        _ change: (inout Fleet, FunctionID, Timestamp) -> [EnvironmentID]
    ) -> [EnvironmentID] {
        let now = time.now
        let environments = change(&fleet, function, now)
        record(kind, function, now) { $0.environments = environments.map(\.number) }
        return environments
    }

    package func startAhead(_ function: FunctionID) -> EnvironmentID {
        let now = time.now
        let started = fleet.startAhead(function, at: now)
        record(.ahead, function, now) { $0.environment = started.number }
        return started
    }

    /// Returns those that end now that this one is there.
    @discardableResult
    package func initialized(_ environment: EnvironmentID, of function: FunctionID) -> [EnvironmentID] {
        let now = time.now
        let ended = fleet.initialized(environment, of: function, at: now)
        record(.initialized, function, now) { event in
            event.environment = environment.number
            if !ended.isEmpty { event.environments = ended.map(\.number) }
        }
        return ended
    }
}

extension RecordedDecision {
    init(_ decision: Fleet.Decision) {
        switch decision {
        case .reuse(let environment): self.init(kind: .warm, environment: environment.number)
        case .start(let environment): self.init(kind: .cold, environment: environment.number)
        case .wait: self.init(kind: .wait)
        case .waitBriefly: self.init(kind: .waitBriefly)
        case .throttle(let reason): self.init(kind: .throttle, reason: reason.rawValue)
        }
    }

    init(_ release: Fleet.Release) {
        switch release {
        case .serveNext: self.init(kind: .next)
        case .idle: self.init(kind: .idle)
        case .retire(let replacement): self.init(kind: .retire, environment: replacement?.number)
        }
    }
}
