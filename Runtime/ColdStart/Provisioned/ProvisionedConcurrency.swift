import Time

/// How Lambda allocates provisioned concurrency
/// (https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html).
package struct AllocationRate: Sendable, Hashable {
    /// From the request to the first environment: "a minute or two".
    package var preparation = Duration.seconds(90)
    /// Environments a minute.
    package var perMinute = 6_000

    package init() {}

    /// Everything is there at once.
    package static var immediate: AllocationRate {
        var rate = AllocationRate()
        rate.preparation = .zero
        rate.perMinute = .max
        return rate
    }

    var nanosecondsBetween: Int64 { 60_000_000_000 / Int64(max(1, perMinute)) }
}

/// The provisioned concurrency of one function version. Environments that a request has added serve when the last of
/// them is initialized, not before.
struct ProvisionedConcurrency {
    private(set) var target = 0
    var idle: IdleEnvironments
    /// Those that exist: preparing, idle and busy.
    var alive = 0
    /// Requests a second, beyond which invocations spill over.
    private(set) var requests: TokenBucket?
    private var nextStart = Timestamp(nanosecondsSinceEpoch: 0)
    private var interval: Int64 = 0
    /// Of the requests not yet fulfilled: those to start, and those to wait for.
    private var toStart = 0
    private var toInitialize = 0
    /// Initialized, but the request is not fulfilled.
    private var held: [Int] = []

    init(_ placement: Placement) { idle = IdleEnvironments(placement) }

    /// More than the target asks for, counting what is yet to start.
    var surplus: Int { alive + toStart - target }

    /// Those that take invocations, or have one.
    var serving: Int { alive - (toInitialize - toStart) - held.count }

    mutating func request(_ count: Int, requests: TokenBucket?, rate: AllocationRate, at now: Timestamp) {
        let added = count - target
        target = count
        self.requests = requests
        guard added > 0 else {
            let unstarted = min(toStart, -added)
            toStart -= unstarted
            toInitialize -= unstarted
            return
        }
        nextStart = now.adding(nanoseconds: rate.preparation.nanoseconds)
        interval = rate.nanosecondsBetween
        toStart += added
        toInitialize += added
    }

    /// When the next environment is to be started.
    var nextPreparation: Timestamp? { toStart > 0 ? nextStart : nil }

    /// Whether an environment is to be started by now; counts it as started.
    mutating func start(at now: Timestamp) -> Bool {
        guard toStart > 0, nextStart <= now else { return false }
        toStart -= 1
        alive += 1
        nextStart = nextStart.adding(nanoseconds: interval)
        return true
    }

    /// One that served has gone: another is started for it.
    mutating func replaceOne(at now: Timestamp) {
        if toStart == 0 { nextStart = now }
        toStart += 1
        toInitialize += 1
    }

    /// One has gone before it served: another is started for it.
    mutating func lost(_ slot: Int, at now: Timestamp) {
        if let index = held.firstIndex(of: slot) { held.remove(at: index) } else { toInitialize -= 1 }
        replaceOne(at: now)
    }

    /// An environment is initialized. Returns those that serve from now on.
    mutating func initialized(_ slot: Int) -> [Int] {
        toInitialize -= 1
        held.append(slot)
        return takeReady()
    }

    /// Those that are initialized serve from now on, if none is waited for any more.
    mutating func takeReady() -> [Int] {
        guard toInitialize <= 0 else { return [] }
        defer { held = [] }
        return held
    }

    /// One that is being initialized is not wanted any more.
    mutating func abandonOne() { toInitialize -= 1 }

    /// The environment for an invocation, unless all are busy or the request rate is used up.
    mutating func take(at now: Timestamp, _ random: inout SeededRandom, _ table: inout EnvironmentTable) -> Int? {
        guard idle.count > 0, requests?.hasToken(at: now) ?? true else { return nil }
        requests?.spend()
        return idle.take(&random, &table)
    }

    /// Environments that wait for the others of their request, for when they are not needed any more.
    mutating func releaseHeld() -> Int? { held.popLast() }

    func isHeld(_ slot: Int) -> Bool { held.contains(slot) }
}
