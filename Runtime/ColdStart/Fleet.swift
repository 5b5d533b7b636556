import Time

/// Decides for every invocation which execution environment serves it: an idle one, a new one (a cold start), or none
/// (a throttle). Pure: moments come in as arguments, decisions go out, the owner performs them. The emulator and the
/// simulator run this very code.
///
/// Order of checks: the account's request rate, provisioned concurrency, the concurrency and request rate of the
/// function's reservation or of what all reservations leave of the account's, and for a cold start the scaling rate
/// (https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html).
package struct Fleet: Sendable {
    package enum Decision: Sendable, Hashable {
        /// A warm start in this environment.
        case reuse(EnvironmentID)
        /// A cold start: this environment is new and takes the invocation once it is initialized.
        case start(EnvironmentID)
        /// Every environment this machine may have is busy; the invocation is next in line for one.
        case wait
        /// An environment has answered and is about to be free; the invocation waits for it, and `overdue` is told if
        /// that takes longer than this. A runtime asks for its next event a moment after it has answered, and a caller
        /// that invokes again at once must not meet a cold start for that.
        case waitBriefly(Duration)
        case throttle(ThrottleReason)
    }

    /// What becomes of an environment that has finished an invocation.
    package enum Release: Sendable, Hashable {
        /// It takes the invocation that has waited longest.
        case serveNext
        /// It stays warm.
        case idle
        /// It ends: its function has changed, it is old, or the keep-alive policy has no use for it. Where an invocation
        /// waits, `replacement` is started for it.
        case retire(replacement: EnvironmentID?)
    }

    /// Shorter than any cold start.
    private static let finishingGrace = Duration.milliseconds(10)

    package let limits: FleetLimits
    package let policy: FleetPolicy
    var functions: [FunctionState] = []
    /// By function, where any has some.
    var provisioned: [ProvisionedConcurrency] = []
    /// By function, where the keep-alive policy goes by them.
    var histograms: [HybridHistogram] = []
    var table = EnvironmentTable()
    /// The first is what all reservations leave.
    var pools: [ConcurrencyPool]
    var requests: TokenBucket?
    var random: SeededRandom
    var greedyDual = GreedyDual()
    var byPriority = SlotHeap<ByPriority>()
    /// Of all environments, in MB.
    package internal(set) var memoryInUse = 0
    var evicted: [(EnvironmentID, FunctionID)] = []
    let maximumLife: Int64
    let usesHistograms: Bool
    /// Greedy-dual's, in MB.
    let memoryBudget: Int?

    package init(limits: FleetLimits = FleetLimits(), policy: FleetPolicy = FleetPolicy()) {
        self.limits = limits
        self.policy = policy
        pools = [ConcurrencyPool(limit: limits.accountConcurrency, requests: nil, isReserved: false)]
        requests = limits.requestBucket(forConcurrency: limits.accountConcurrency)
        random = SeededRandom(seed: policy.seed)
        maximumLife = policy.maximumLife?.nanoseconds ?? .max
        if case .hybridHistogram = policy.keepAlive { usesHistograms = true } else { usesHistograms = false }
        if case .greedyDual(let budget) = policy.keepAlive { memoryBudget = budget } else { memoryBudget = nil }
    }

    /// Adds a function; `reserved` is its reserved concurrency, a ceiling and a guarantee, where 0 throttles all. Memory
    /// in MB; `startUp` is about what a cold start costs.
    package mutating func add(
        reserved: Int? = nil,
        memorySize: Int = 128,
        startUp: Duration = .seconds(1)
    ) -> FunctionID {
        var pool = 0
        if let reserved {
            pool = pools.count
            let requests = limits.requestBucket(forConcurrency: reserved)
            pools.append(ConcurrencyPool(limit: reserved, requests: requests, isReserved: true))
            pools[0].limit -= reserved
        }
        return addVersion(of: functions.count, pool: pool, memorySize, startUp.inSeconds)
    }

    /// Adds another version of a function: it shares the function's reserved concurrency.
    package mutating func addVersion(of function: FunctionID) -> FunctionID {
        let first = functions[function.number]
        return addVersion(of: first.family, pool: first.pool, first.memorySize, first.startUpInSeconds)
    }

    private mutating func addVersion(of family: Int, pool: Int, _ memorySize: Int, _ startUp: Double) -> FunctionID {
        var state = FunctionState(
            family: family,
            pool: pool,
            memorySize: memorySize,
            startUpInSeconds: startUp,
            scaling: limits.scalingRate?.bucket,
            idle: IdleEnvironments(policy.placement),
            keepAlive: .max
        )
        switch policy.keepAlive {
        case .fixed(let duration): state.keepAlive = duration.nanoseconds
        case .hybridHistogram(let settings):
            histograms.append(HybridHistogram(settings))
            state.keepAlive = settings.range.nanoseconds
        case .greedyDual: break
        }
        functions.append(state)
        provisioned.append(ProvisionedConcurrency(policy.placement))
        return FunctionID(number: functions.count - 1)
    }

    /// An invocation arrives.
    package mutating func arrive(_ function: FunctionID, at now: Timestamp) -> Decision {
        let index = function.number
        guard requests?.hasToken(at: now) ?? true else { return .throttle(.callerRateLimitExceeded) }
        if functions[index].isProvisioned, let slot = provisioned[index].take(at: now, &random, &table) {
            requests?.spend()
            if usesHistograms { endIdleTime(index, at: now) }
            functions[index].begin(onDemand: 0)
            return .reuse(table[slot].id)
        }
        let pool = functions[index].pool
        if let reason = pools[pool].refuses(at: now) { return .throttle(reason) }
        if usesHistograms && functions[index].idle.count > 0 { endIdleTime(index, at: now) }
        if let slot = functions[index].reuse(&random, &table) {
            if memoryBudget != nil { byPriority.remove(slot, &table) }
            requests?.spend()
            pools[pool].begin()
            return .reuse(table[slot].id)
        }
        let decision = start(index, at: now)
        if case .throttle = decision { return decision }
        requests?.spend()
        pools[pool].begin()
        functions[index].underWay += 1
        return decision
    }

    /// An admitted invocation for which no environment is idle.
    private mutating func start(_ index: Int, at now: Timestamp) -> Decision {
        if let cap = limits.environmentsPerFunction, functions[index].busy >= cap {
            functions[index].waiting += 1
            return .wait
        }
        if functions[index].finishing > functions[index].waiting {
            functions[index].waiting += 1
            return .waitBriefly(Self.finishingGrace)
        }
        guard functions[index].scaling?.hasToken(at: now) ?? true else {
            return .throttle(.functionInvocationRateLimitExceeded)
        }
        return .start(startBusy(index, at: now))
    }

    /// A brief wait has not ended. Returns the environment to start for the invocation that has waited longest; `nil` where
    /// the one that has answered still counts against the concurrency: an invocation ends with the next `next`.
    package mutating func overdue(_ function: FunctionID, at now: Timestamp) -> EnvironmentID? {
        let index = function.number
        let cap = limits.environmentsPerFunction ?? .max
        let pool = functions[index].pool
        guard functions[index].waiting > 0, functions[index].busy < cap, inUse(of: pool) < pools[pool].limit else {
            return nil
        }
        functions[index].waiting -= 1
        return startBusy(index, at: now)
    }

    /// How many environments a pool's concurrency is spent on.
    private func inUse(of pool: Int) -> Int {
        functions.reduce(pools[pool].underWay) { count, function in
            function.pool == pool ? count - function.waiting + function.finishing : count
        }
    }

    /// How many environments of a function serve or start, and how many are idle.
    package func count(of function: FunctionID) -> (busy: Int, idle: Int) {
        let index = function.number
        return (functions[index].busy, functions[index].idle.count + provisioned[index].idleCount)
    }

    /// All environments of all functions, those that initialize included.
    package var environmentCount: Int { table.count }

    /// The function of an environment that is there.
    package func function(of environment: EnvironmentID) -> FunctionID? {
        table.holds(environment) ? FunctionID(number: Int(table[environment.slot].function)) : nil
    }

    package func isProvisioned(_ environment: EnvironmentID) -> Bool {
        table.holds(environment) && table[environment.slot].isProvisioned
    }
}

// MARK: - Environments begin and are used

extension Fleet {
    /// A new environment for an invocation.
    mutating func startBusy(_ index: Int, at now: Timestamp) -> EnvironmentID {
        functions[index].scaling?.spend()
        if usesHistograms { endIdleTime(index, at: now) }
        functions[index].begin(onDemand: 0)
        return table[begin(.busy, index, at: now)].id
    }

    /// A new environment. Under a memory budget, others make room for it.
    mutating func begin(_ state: EnvironmentRecord.State, _ index: Int, at now: Timestamp) -> Int {
        if let memoryBudget { makeRoom(functions[index].memorySize, memoryBudget) }
        functions[index].alive += 1
        memoryInUse += functions[index].memorySize
        return table.insert(state, function: index, generation: functions[index].generation, at: now)
    }

    mutating func takeOutOfIdle(_ slot: Int, _ index: Int) {
        if table[slot].isProvisioned {
            provisioned[index].takeOutOfIdle(slot, &table)
        } else {
            functions[index].idle.remove(slot, &table)
            if memoryBudget != nil { byPriority.remove(slot, &table) }
        }
    }

    /// An invocation comes: what the histogram learns from it.
    private mutating func endIdleTime(_ index: Int, at now: Timestamp) {
        guard functions[index].busy == 0 else { return }
        functions[index].preWarming = nil
        if let since = functions[index].idleSince {
            histograms[index].record(idleNanoseconds: now.nanosecondsSinceEpoch - since.nanosecondsSinceEpoch)
        }
        functions[index].idleSince = nil
    }

    private mutating func makeRoom(_ needed: Int, _ budget: Int) {
        while memoryInUse + needed > budget, let next = byPriority.first { evict(next) }
    }

    /// Ends an idle environment because memory is short.
    mutating func evict(_ entry: SlotHeap<ByPriority>.Entry) {
        greedyDual.evicted(priority: entry.key.priority)
        let slot = Int(entry.slot)
        let index = Int(table[slot].function)
        evicted.append((table[slot].id, FunctionID(number: index)))
        takeOutOfIdle(slot, index)
        vanish(slot, index)
    }

    /// A cold start of the function took so long: greedy-dual goes by that from now on.
    package mutating func started(_ function: FunctionID, milliseconds: Double) {
        functions[function.number].startUpInSeconds = milliseconds / 1_000
    }

    /// Idle environments that have been ended to make room for others since this was last asked.
    package mutating func takeEvicted() -> [(EnvironmentID, FunctionID)] {
        defer { evicted = [] }
        return evicted
    }

    package var hasEvicted: Bool { !evicted.isEmpty }

    /// The environment is in no list any more.
    mutating func vanish(_ slot: Int, _ index: Int) {
        if table[slot].isProvisioned { provisioned[index].vanish(table[slot].succession) }
        functions[index].alive -= 1
        if functions[index].alive == 0 { functions[index].frequency = 0 }
        memoryInUse -= functions[index].memorySize
        table.remove(slot)
    }
}
