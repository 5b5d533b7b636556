import ColdStart
import Time

/// Drives the model that also drives the emulator under virtual time: events come from laws of chance, and nothing waits.
///
/// All state stands in flat arrays; an event allocates nothing once they have grown. The same scenario gives the same
/// result, event by event.
package struct Simulation: Sendable {
    let scenario: Scenario
    var fleet: Fleet
    var queue = EventQueue()
    /// Durations of handlers, in the order of invocations.
    var random: SeededRandom
    /// All else: start-up, failures, the choice of a shard. Apart, so that policies are compared on the same durations.
    var otherRandom: SeededRandom
    var functions: [FunctionRun]
    var pulses: [FunctionPulse] = []
    /// By the slot of the environment.
    var environments: [EnvironmentRun] = []
    /// When the environments that start ahead of need are ready, by their place.
    var readyAt: [Int: Int64] = [:]
    var retries: [PendingRetry] = []
    /// How often the time between samples is yet to double.
    private var doublings: Int
    var freeRetries: [Int] = []
    package internal(set) var statistics: Statistics
    package internal(set) var events = 0
    /// In nanoseconds.
    var now: Int64 = 0 {
        didSet { timestamp.nanosecondsSinceEpoch = now }
    }
    /// The same for the fleet.
    private(set) var timestamp = Timestamp(nanosecondsSinceEpoch: 0)
    /// Of the invocation that is being offered, in seconds, where its trace tells it.
    var givenDuration: Double?
    /// How long who has sent the request that is being offered waits for it, in seconds.
    var patience = Double.infinity
    /// As the scenario's.
    var throttles: [TokenBucket]
    /// Where environments share them.
    var processors: SharedProcessors?
    /// By the slot of the environment that shares processors.
    var computations: [Computation] = []
    /// When `computed` is due next, in nanoseconds; `.max` when it is not.
    var computedAt = Int64.max
    let end: Int64
    let needsWakeUps: Bool
    /// Where keep-alive is fixed, how long environments are kept and live, in nanoseconds.
    let keepAlive: Int64
    let maximumLife: Int64

    /// The scenario's, and those that a trace has added.
    var workloads: [Workload] { functions.map(\.workload) }

    /// Throws what Lambda says to impossible concurrency settings.
    package init(_ scenario: Scenario) throws(ConcurrencyError) {
        try Fleet.check(reserved: scenario.workloads.compactMap(\.reserved), limits: scenario.limits)
        self.scenario = scenario
        fleet = Fleet(limits: scenario.limits, policy: scenario.policy)
        var seeds = SeededRandom(seed: scenario.seed)
        random = SeededRandom(seed: seeds.next())
        otherRandom = SeededRandom(seed: seeds.next())
        end = min(Self.nanoseconds(scenario.horizon), Self.longest)
        statistics = Statistics(functions: scenario.workloads.count, hasBegun: scenario.skip <= 0)
        doublings = Self.doublings(scenario, end: end)
        functions = []
        throttles = scenario.throttles.map(\.bucket)
        processors = scenario.sharedProcessors.map(SharedProcessors.init)
        maximumLife = scenario.policy.maximumLife?.nanoseconds ?? .max
        if case .fixed(let duration) = scenario.policy.keepAlive {
            keepAlive = duration.nanoseconds
            needsWakeUps = scenario.policy.preemptiveInits > 0
        } else {
            keepAlive = 0
            needsWakeUps = true
        }
        for workload in scenario.workloads {
            append(workload, seed: seeds.next())
        }
        for index in functions.indices { try begin(index) }
        scheduleSample(scenario.skip > 0 ? 0 : 1)
    }

    /// 285 years: what comes later can still be told as a time, and never happens.
    static let longest: Int64 = 9_000_000_000_000_000_000
    /// The same in seconds.
    package static let longestHorizon = 9e9

    /// Rounded; of what is not negative.
    static func nanoseconds(_ seconds: Double) -> Int64 {
        let value = seconds * 1e9 + 0.5
        return value < 9.2e18 ? Int64(value) : .max
    }

    /// The moment so many seconds from now, in nanoseconds.
    @inline(__always)
    func moment(after seconds: Double) -> Int64 {
        let (sum, overflow) = now.addingReportingOverflow(Self.nanoseconds(seconds))
        return overflow ? .max : sum
    }

    mutating func append(_ workload: Workload, seed: UInt64) {
        let mean = workload.coldStart.mean
        // What is longer than a year is no less dear.
        let cost = Duration.seconds(mean.isFinite ? min(mean, 3e7) : 1)
        let id = fleet.add(reserved: workload.reserved, memorySize: workload.memorySize, startUp: cost)
        functions.append(FunctionRun(workload: workload, seed: seed))
        pulses.append(FunctionPulse(id: id, workload: workload))
    }

    mutating func begin(_ index: Int) throws(ConcurrencyError) {
        if let plan = functions[index].workload.provisioned {
            let count = plan.initial(secondOfDay: 0)
            try fleet.checkProvision(pulses[index].id, plan.most)
            functions[index].provisionedTarget = count
            // It was asked for before the time begins.
            _ = try fleet.provision(pulses[index].id, count, rate: .immediate, at: timestamp)
            wakeUp(index)
            queue.push(Event(.provisioning, index, at: 60_000_000_000))
        }
        if let first = functions[index].arrivals.next(after: 0) {
            queue.begin(Event(.arrival, index, at: Self.nanoseconds(first)))
        }
    }

    /// Sample 0 ends the warm-up; the last one is at the end. Samples are closer together at first, so that a run that is
    /// stopped early has as many: when there are twice as many as wanted, each two become one.
    private mutating func scheduleSample(_ number: Int) {
        guard number <= sampleCount << doublings else { return }
        let start = Self.nanoseconds(scenario.skip)
        let width = max(1, (end - start) / Int64(sampleCount))
        let moment = number == sampleCount << doublings ? end : start + (Int64(number) * width) >> doublings
        queue.push(Event(.sample, number, at: moment))
    }

    private var sampleCount: Int { max(1, scenario.samples) }

    /// So that the time between samples is a millisecond at least, and whole batches make one.
    private static func doublings(_ scenario: Scenario, end: Int64) -> Int {
        let (count, perBatch) = (max(1, scenario.samples), max(1, scenario.samplesPerBatch))
        let time = end - min(end, nanoseconds(scenario.skip))
        guard count % perBatch == 0, time < .max / 4 else { return 0 }
        let milliseconds = time / Int64(count) / 1_000_000
        return milliseconds < 2 ? 0 : min(20, 63 - milliseconds.leadingZeroBitCount)
    }

    /// Seconds of virtual time that have been simulated.
    package var seconds: Double { Double(now) * 1e-9 }

    package var isOver: Bool { now >= end }

    /// Runs to the end, or until `isCancelled` says so: it is asked now and then, with the share of the time that has
    /// been simulated.
    package mutating func run(budget: Budget = Budget(), isCancelled: (Double) -> Bool = { _ in false }) {
        var event = queue.first
        while event.time <= end {
            now = event.time
            events += 1
            if events & 0xF_FFFF == 0 && (isOver(budget) || isCancelled(Double(now) / Double(end))) { break }
            perform(event)
            event = queue.first
        }
        finish()
    }

    /// What a run may take: where it is more, it ends early.
    package struct Budget: Sendable {
        package var events = Int.max
        package var environments = Int.max

        package init(events: Int = .max, environments: Int = .max) {
            (self.events, self.environments) = (events, environments)
        }
    }

    private func isOver(_ budget: Budget) -> Bool {
        events >= budget.events || environments.count >= budget.environments
    }

    /// Accounts for the time up to now; `run` does it too.
    package mutating func finish() { statistics.finish(at: now) }

    @inline(__always)
    mutating func perform(_ event: Event) {
        let subject = event.subject
        switch event.kind {
        case .arrival:
            scheduleNextArrival(subject)
            arrive(subject)
        case .departure:
            queue.removeFirst()
            depart(subject)
        case .computed:
            queue.removeFirst()
            computed()
        case .waited:
            queue.removeFirst()
            waited(subject)
        case .timeout:
            queue.removeFirst()
            timeOut(subject)
        case .initialized:
            queue.removeFirst()
            initialized(subject)
        case .wakeUp:
            queue.removeFirst()
            wake(subject)
        case .provisioning:
            queue.removeFirst()
            queue.push(Event(.provisioning, subject, at: now + 60_000_000_000))
            reviewProvisioned(subject)
        case .retry:
            queue.removeFirst()
            retry(subject)
        case .sample:
            queue.removeFirst()
            sample(subject)
        }
    }

    @inline(__always)
    private mutating func scheduleNextArrival(_ index: Int) {
        let next = functions[index].arrivals.next(after: Double(now) * 1e-9)
        queue.replaceArrival(with: next.map { Event(.arrival, index, at: max(now, Self.nanoseconds($0))) })
    }

    private mutating func sample(_ number: Int) {
        statistics.advance(to: now)
        statistics.advanceEnvironments(to: now)
        if number == 0 {
            statistics.reset()
            return scheduleSample(1)
        }
        statistics.sample(endsBatch: number % max(1, scenario.samplesPerBatch) == 0)
        guard number == 2 * sampleCount, doublings > 0 else { return scheduleSample(number + 1) }
        statistics.joinPairs()
        doublings -= 1
        scheduleSample(sampleCount + 1)
    }
}
