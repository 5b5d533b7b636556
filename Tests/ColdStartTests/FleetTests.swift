import ColdStart
import Testing
import Time

@Suite struct FleetTests {
    private let start = Timestamp(millisecondsSinceEpoch: 0)

    /// The environment that an arrival gets.
    private func arrive(_ fleet: inout Fleet, _ function: FunctionID) throws -> EnvironmentID {
        let decision = fleet.arrive(function, at: start)
        return try #require(environment(decision))
    }

    private func environment(_ decision: Fleet.Decision) -> EnvironmentID? {
        switch decision {
        case .start(let id), .reuse(let id): id
        case .wait, .waitBriefly, .throttle: nil
        }
    }

    @Test func reusesTheMostRecentlyUsed() throws {
        var fleet = Fleet()
        let function = fleet.add()
        let first = try arrive(&fleet, function)
        let second = try arrive(&fleet, function)
        #expect(first != second)
        #expect(fleet.release(first, of: function, at: start) == .idle)
        #expect(fleet.release(second, of: function, at: start + .seconds(1)) == .idle)
        #expect(fleet.arrive(function, at: start) == .reuse(second))
        #expect(fleet.arrive(function, at: start) == .reuse(first))
    }

    @Test func expiresWhatHasBeenIdleForTheKeepAliveTime() throws {
        var fleet = Fleet(limits: FleetLimits())
        let function = fleet.add()
        let first = try arrive(&fleet, function)
        _ = fleet.release(first, of: function, at: start)
        #expect(fleet.nextExpiry(of: function) == start + .seconds(600))
        #expect(fleet.expire(function, at: start + .milliseconds(599_999)) == [])
        #expect(fleet.expire(function, at: start + .seconds(600)) == [first])
        #expect(fleet.arrive(function, at: start) != .reuse(first))
    }

    @Test func reservedConcurrencyIsCeilingAndGuarantee() throws {
        var fleet = Fleet(limits: FleetLimits(accountConcurrency: 3))
        let reserved = fleet.add(reserved: 2)
        let other = fleet.add()
        let blocked = fleet.add(reserved: 0)
        let one = try arrive(&fleet, other)
        #expect(fleet.arrive(other, at: start) == .throttle(.concurrentInvocationLimitExceeded))
        _ = try arrive(&fleet, reserved)
        _ = try arrive(&fleet, reserved)
        #expect(fleet.arrive(reserved, at: start) == .throttle(.reservedFunctionConcurrentInvocationLimitExceeded))
        #expect(fleet.arrive(blocked, at: start) == .throttle(.reservedFunctionConcurrentInvocationLimitExceeded))
        _ = fleet.release(one, of: other, at: start)
        #expect(fleet.arrive(other, at: start) == .reuse(one))
    }

    @Test func waitsWhereTheMachineIsCapped() throws {
        var fleet = Fleet(limits: FleetLimits(environmentsPerFunction: 1))
        let function = fleet.add()
        let only = try arrive(&fleet, function)
        #expect(fleet.arrive(function, at: start) == .wait)
        #expect(fleet.release(only, of: function, at: start) == .serveNext)
        #expect(fleet.arrive(function, at: start) == .wait)
        let removed = fleet.remove(only, of: function, at: start)
        let replacement = try #require(removed)
        #expect(replacement != only)
        #expect(fleet.release(replacement, of: function, at: start) == .idle)
    }

    @Test func waitsBrieflyForWhatHasAnswered() throws {
        var fleet = Fleet()
        let function = fleet.add(reserved: 2)
        let first = try arrive(&fleet, function)
        fleet.answered(first, of: function)
        guard case .waitBriefly = fleet.arrive(function, at: start) else {
            Issue.record("an environment is about to be free")
            return
        }
        let second = try arrive(&fleet, function)
        #expect(second != first)
        #expect(fleet.arrive(function, at: start) == .throttle(.reservedFunctionConcurrentInvocationLimitExceeded))
        #expect(fleet.release(first, of: function, at: start) == .serveNext)
        #expect(fleet.overdue(function, at: start) == nil)
        // Both still count: an invocation ends with the next `next`.
        fleet.answered(first, of: function)
        _ = fleet.arrive(function, at: start)
        #expect(fleet.overdue(function, at: start) == nil)
        #expect(fleet.release(first, of: function, at: start) == .serveNext)
    }

    @Test func doesNotWaitLongForWhatHasAnswered() throws {
        var fleet = Fleet()
        let function = fleet.add(reserved: 2)
        let first = try arrive(&fleet, function)
        fleet.answered(first, of: function)
        _ = fleet.arrive(function, at: start)
        let second = fleet.overdue(function, at: start)
        #expect(second != nil && second != first)
        #expect(fleet.release(first, of: function, at: start) == .idle)
    }

    @Test func newCodeServesNewInvocations() throws {
        var fleet = Fleet(limits: FleetLimits(environmentsPerFunction: 2))
        let function = fleet.add()
        let busy = try arrive(&fleet, function)
        let idle = try arrive(&fleet, function)
        _ = fleet.release(idle, of: function, at: start)
        #expect(fleet.replace(function, at: start) == [idle])
        let fresh = try arrive(&fleet, function)
        #expect(fresh != idle)
        #expect(fleet.arrive(function, at: start) == .wait)
        guard case .retire(let replacement?) = fleet.release(busy, of: function, at: start) else {
            Issue.record("an environment of the old code must retire and be replaced")
            return
        }
        #expect(fleet.release(replacement, of: function, at: start) == .idle)
        #expect(fleet.count(of: function) == (busy: 1, idle: 1))
    }

    /// Whatever the order of events, no more than the account's concurrency is admitted and every one is accounted for.
    @Test(arguments: 0..<20) func neverLosesCount(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var fleet = Fleet(limits: FleetLimits(accountConcurrency: 8, environmentsPerFunction: 3))
        let functions = [fleet.add(), fleet.add(reserved: 2), fleet.add()]
        var running: [(EnvironmentID, FunctionID)] = []
        var waiting = [FunctionID: Int]()
        for step in 0..<2_000 {
            let now = start + .seconds(step)
            if Bool.random(using: &random) {
                let function = functions.randomElement(using: &random) ?? functions[0]
                switch fleet.arrive(function, at: now) {
                case .start(let id), .reuse(let id): running.append((id, function))
                case .wait, .waitBriefly: waiting[function, default: 0] += 1
                case .throttle: break
                }
            } else if !running.isEmpty {
                let (id, function) = running.remove(at: Int.random(in: running.indices, using: &random))
                if Bool.random(using: &random) { fleet.answered(id, of: function) }
                if Int.random(in: 0..<4, using: &random) == 0 {
                    if let next = fleet.remove(id, of: function, at: now) {
                        waiting[function, default: 0] -= 1
                        running.append((next, function))
                    }
                } else if fleet.release(id, of: function, at: now) == .serveNext {
                    waiting[function, default: 0] -= 1
                    running.append((id, function))
                }
            }
            #expect(running.count + waiting.values.reduce(0, +) <= 8)
            #expect(Set(running.map(\.0)).count == running.count)
            for function in functions {
                #expect(fleet.count(of: function).busy == running.count { $0.1 == function })
            }
        }
    }
}
