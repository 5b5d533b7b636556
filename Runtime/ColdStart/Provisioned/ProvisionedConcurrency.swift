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
/// them is initialized, not before; those that replace others serve at once.
struct ProvisionedConcurrency {
    private(set) var target = 0
    /// Those that wait for an invocation.
    private(set) var idle: IdleEnvironments
    /// Those of them that serve beyond their life until others are ready. They are taken when no other is idle.
    private(set) var idleAging: IdleEnvironments
    /// Those that serve beyond their life, idle and busy.
    private var aging = 0
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
    /// Replacements to start, and those that are being initialized.
    private var replacementsToStart = 0
    private var replacementsStarting = 0
    private var nextReplacement = Timestamp(nanosecondsSinceEpoch: 0)
    private var backOff = StartBackOff()
    /// When the next environment is to be started, `.never` for none. Kept, because it is asked for after every event.
    private(set) var nextPreparation = Timestamp.never

    init(_ placement: Placement) {
        idle = IdleEnvironments(placement)
        idleAging = IdleEnvironments(placement)
    }

    /// More than the target asks for, counting what is yet to start; those that age have others in their place.
    var surplus: Int { alive - aging + toStart + replacementsToStart - target }

    /// Those that take invocations, or have one.
    var serving: Int { alive - (toInitialize - toStart) - replacementsStarting - held.count }

    /// Whether one that ages is not needed any more.
    var hasSpare: Bool { aging > 0 && serving > target }

    /// One that ages, is idle and is not needed any more: the one whose life ended first.
    var idleSpare: Int? { hasSpare ? idleAging.nextToEnd : nil }

    var idleCount: Int { idle.count + idleAging.count }

    /// All idle ones, in no order.
    var idleSlots: [Int] { idle.slots + idleAging.slots }

    /// Whether all that was asked for has been there.
    var isFulfilled: Bool { toInitialize <= 0 }

    /// Whether so many attempts at what was asked for have failed that it is not tried again.
    var hasFailed: Bool { !isFulfilled && backOff.isExhausted }

    mutating func request(_ count: Int, requests: TokenBucket?, rate: AllocationRate, at now: Timestamp) {
        defer { findNextPreparation() }
        let added = count - target
        target = count
        self.requests = requests
        backOff = StartBackOff()
        guard added > 0 else {
            let unstarted = min(toStart, -added)
            toStart -= unstarted
            toInitialize -= unstarted
            replacementsToStart -= min(replacementsToStart, -added - unstarted)
            return
        }
        nextStart = now.adding(nanoseconds: rate.preparation.nanoseconds)
        interval = rate.nanosecondsBetween
        toStart += added
        toInitialize += added
    }

    private mutating func findNextPreparation() {
        let due = min(toStart > 0 ? nextStart : .never, replacementsToStart > 0 ? nextReplacement : .never)
        nextPreparation = max(due, backOff.end)
    }

    /// What kind of environment is to be started by now, if any; counts it as started.
    mutating func start(at now: Timestamp) -> EnvironmentRecord.Succession? {
        guard nextPreparation <= now else { return nil }
        defer { findNextPreparation() }
        if replacementsToStart > 0, nextReplacement <= now {
            replacementsToStart -= 1
            replacementsStarting += 1
            alive += 1
            nextReplacement = nextReplacement.adding(nanoseconds: interval)
            return .replacement
        }
        toStart -= 1
        alive += 1
        nextStart = nextStart.adding(nanoseconds: interval)
        return EnvironmentRecord.Succession.none
    }

    /// One that served has gone or is about to: another is started for it.
    mutating func replaceOne(at now: Timestamp) {
        if replacementsToStart == 0 { nextReplacement = max(now, nextReplacement) }
        replacementsToStart += 1
        findNextPreparation()
    }

    /// Those that are idle and have reached their maximum life age from now on.
    mutating func age(at now: Timestamp, _ table: inout EnvironmentTable) {
        while let slot = idle.next(endingBy: now) {
            let end = idle.firstDeadline
            idle.remove(slot, &table)
            table[slot].succession = .aging
            idleAging.insert(slot, until: end, &table)
            aging += 1
            replaceOne(at: now)
        }
    }

    /// One that serves or was to serve is there no more.
    mutating func vanish(_ succession: EnvironmentRecord.Succession) {
        alive -= 1
        if succession == .aging { aging -= 1 }
    }

    /// One that was created then has ended by itself, without an invocation; `lost` or `replaceOne` follows.
    mutating func died(created: Timestamp, at now: Timestamp) { backOff.failed(startedAt: created, at: now) }

    /// What is started from now on has other code: what failed may work.
    mutating func codeChanged() {
        backOff = StartBackOff()
        findNextPreparation()
    }

    /// One has gone before it served: another is started for it.
    mutating func lost(_ slot: Int, _ succession: EnvironmentRecord.Succession, at now: Timestamp) {
        if succession == .replacement {
            replacementsStarting -= 1
            return replaceOne(at: now)
        }
        if let index = held.firstIndex(of: slot) {
            held.remove(at: index)
            toInitialize += 1
        }
        if toStart == 0 { nextStart = now }
        toStart += 1
        findNextPreparation()
    }

    /// An environment is initialized. Returns those that serve from now on.
    mutating func initialized(_ slot: Int, _ succession: EnvironmentRecord.Succession) -> [Int] {
        if succession == .replacement {
            replacementsStarting -= 1
            return [slot]
        }
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
    mutating func abandon(_ succession: EnvironmentRecord.Succession) {
        if succession == .replacement { replacementsStarting -= 1 } else { toInitialize -= 1 }
    }

    /// The environment for an invocation, unless all are busy or the request rate is used up.
    mutating func take(at now: Timestamp, _ random: inout SeededRandom, _ table: inout EnvironmentTable) -> Int? {
        guard idleCount > 0, requests?.hasToken(at: now) ?? true else { return nil }
        requests?.spend()
        backOff.failures = 0
        return idle.take(&random, &table) ?? idleAging.take(&random, &table)
    }

    /// Adds an environment, which is idle from now on and reaches its maximum life at `end`, in nanoseconds.
    mutating func becomesIdle(_ slot: Int, until end: Int64, _ table: inout EnvironmentTable) {
        if table[slot].succession == .aging {
            idleAging.insert(slot, until: end, &table)
        } else {
            idle.insert(slot, until: end, &table)
        }
    }

    mutating func takeOutOfIdle(_ slot: Int, _ table: inout EnvironmentTable) {
        if table[slot].succession == .aging { idleAging.remove(slot, &table) } else { idle.remove(slot, &table) }
    }

    /// Environments that wait for the others of their request, for when they are not needed any more.
    mutating func releaseHeld() -> Int? { held.popLast() }

    func isHeld(_ slot: Int) -> Bool { held.contains(slot) }
}
