import ColdStart
import Testing
import Time

@Suite struct FleetAdmissionTests {
    private let start = Timestamp(millisecondsSinceEpoch: 0)

    private func reasons(_ fleet: inout Fleet, _ function: FunctionID, _ count: Int, at now: Timestamp)
        -> [ThrottleReason]
    {
        (0..<count).compactMap { _ in
            if case .throttle(let reason) = fleet.arrive(function, at: now) { reason } else { nil }
        }
    }

    @Test func growsAThousandAtOnceAndAHundredASecond() {
        var fleet = Fleet(limits: FleetLimits(accountConcurrency: 10_000))
        let function = fleet.add()
        let first = reasons(&fleet, function, 1_500, at: start)
        #expect(first == Array(repeating: .functionInvocationRateLimitExceeded, count: 500))
        #expect(reasons(&fleet, function, 500, at: start + .seconds(2)).count == 300)
        #expect(fleet.count(of: function).busy == 1_200)
        // What is not used does not add up above the burst.
        #expect(reasons(&fleet, function, 2_000, at: start + .seconds(1_000)).count == 1_000)
    }

    @Test func takesTenRequestsASecondForEachUnitOfConcurrency() throws {
        var fleet = Fleet(limits: FleetLimits(accountConcurrency: 200))
        let reserved = fleet.add(reserved: 2)
        let other = fleet.add()
        func burst(_ function: FunctionID, at now: Timestamp) -> ThrottleReason? {
            for _ in 0..<3_000 {
                switch fleet.arrive(function, at: now) {
                case .start(let id), .reuse(let id): _ = fleet.release(id, of: function, at: now)
                case .throttle(let reason): return reason
                case .wait, .waitBriefly: return nil
                }
            }
            return nil
        }
        #expect(burst(reserved, at: start) == .reservedFunctionInvocationRateLimitExceeded)
        #expect(burst(other, at: start) == .callerRateLimitExceeded)
        #expect(burst(reserved, at: start + .seconds(5)) == .reservedFunctionInvocationRateLimitExceeded)
    }

    @Test func provisionedConcurrencyServesWhenAllOfItIsThere() throws {
        var fleet = Fleet()
        let function = fleet.add()
        _ = try fleet.provision(function, 3, at: start)
        #expect(fleet.nextPreparation(of: function) == start + .seconds(90))
        #expect(fleet.prepare(function, at: start + .seconds(89)).isEmpty)
        let then = start + .seconds(91)
        let environments = fleet.prepare(function, at: then)
        #expect(environments.count == 3)
        for environment in environments.dropLast() { fleet.initialized(environment, of: function, at: then) }
        guard case .start = fleet.arrive(function, at: then) else {
            Issue.record("the request is not fulfilled yet")
            return
        }
        fleet.initialized(environments[2], of: function, at: then)
        for _ in 0..<3 {
            guard case .reuse(let id) = fleet.arrive(function, at: then) else {
                Issue.record("expected a provisioned environment")
                return
            }
            #expect(fleet.isProvisioned(id))
        }
        guard case .start = fleet.arrive(function, at: then) else {
            Issue.record("expected the fourth to spill over")
            return
        }
        #expect(fleet.provisioned(of: function) == (requested: 3, allocated: 3, available: 0))
    }

    /// Half of eight are initialized when fewer are asked for.
    @Test(arguments: [(0, 0, 8), (3, 3, 5), (4, 4, 4), (6, 0, 2)])
    func anAllocationIsCutShort(_ count: Int, serving: Int, ending: Int) throws {
        var fleet = Fleet()
        let function = fleet.add()
        _ = try fleet.provision(function, 8, rate: .immediate, at: start)
        let environments = fleet.prepare(function, at: start)
        for environment in environments[..<4] { fleet.initialized(environment, of: function, at: start) }
        let ended = try fleet.provision(function, count, rate: .immediate, at: start)
        #expect(ended.count == ending)
        #expect(Set(ended).isSubset(of: environments[4...]) || ending > 4)
        #expect(fleet.count(of: function).idle == serving)
        for environment in environments[4...] where !ended.contains(environment) {
            fleet.initialized(environment, of: function, at: start)
        }
        #expect(fleet.count(of: function) == (busy: 0, idle: count))
        #expect(fleet.environmentCount == count)
    }

    /// Those that have started serve at once when the rest is not wanted any more.
    @Test func whatHasStartedServesWhenTheRestIsCancelled() throws {
        var fleet = Fleet()
        let function = fleet.add()
        _ = try fleet.provision(function, 100, at: start)
        let then = start + .seconds(90)
        let environments = fleet.prepare(function, at: then)
        for environment in environments { fleet.initialized(environment, of: function, at: then) }
        #expect(fleet.count(of: function).idle == 0)
        #expect(try fleet.provision(function, environments.count, at: then).isEmpty)
        #expect(fleet.count(of: function).idle == environments.count)
    }

    @Test func allocatesSixThousandAMinute() throws {
        var fleet = Fleet(limits: FleetLimits(accountConcurrency: 20_000))
        let function = fleet.add()
        _ = try fleet.provision(function, 6_001, at: start)
        #expect(fleet.prepare(function, at: start + .seconds(90) + .milliseconds(59_995)).count == 6_000)
        #expect(fleet.prepare(function, at: start + .seconds(150)).count == 1)
    }

    @Test func latestIsThrottledWhenAllThatIsReservedIsProvisioned() throws {
        var fleet = Fleet()
        let latest = fleet.add(reserved: 5)
        let version = fleet.addVersion(of: latest)
        _ = try fleet.provision(version, 5, rate: .immediate, at: start)
        for environment in fleet.prepare(version, at: start) { fleet.initialized(environment, of: version, at: start) }
        #expect(fleet.arrive(latest, at: start) == .throttle(.reservedFunctionConcurrentInvocationLimitExceeded))
        for _ in 0..<5 {
            guard case .reuse = fleet.arrive(version, at: start) else {
                Issue.record("expected a provisioned environment")
                return
            }
        }
        #expect(fleet.arrive(version, at: start) == .throttle(.reservedFunctionConcurrentInvocationLimitExceeded))
    }

    @Test func recyclesProvisionedEnvironmentsAndEndsSurplus() throws {
        var fleet = Fleet()
        let function = fleet.add()
        _ = try fleet.provision(function, 2, rate: .immediate, at: start)
        for environment in fleet.prepare(function, at: start) {
            fleet.initialized(environment, of: function, at: start)
        }
        let old = start + .seconds(7_200)
        #expect(fleet.nextExpiry(of: function) == old)
        #expect(fleet.expire(function, at: old).isEmpty)
        let fresh = fleet.prepare(function, at: old)
        #expect(fresh.count == 2)
        // Two serve all the time.
        #expect(fleet.provisioned(of: function) == (requested: 2, allocated: 2, available: 2))
        #expect(fleet.initialized(fresh[0], of: function, at: old).count == 1)
        #expect(fleet.provisioned(of: function) == (requested: 2, allocated: 2, available: 2))
        #expect(fleet.initialized(fresh[1], of: function, at: old).count == 1)
        #expect(fleet.nextWakeUp(of: function) == old + .seconds(7_200))
        #expect(fleet.environmentCount == 2)
        guard case .reuse(let busy) = fleet.arrive(function, at: old) else {
            Issue.record("expected a provisioned environment")
            return
        }
        #expect(try fleet.provision(function, 0, at: old).count == 1)
        #expect(fleet.release(busy, of: function, at: old) == .retire(replacement: nil))
        #expect(fleet.environmentCount == 0)
    }

    private func provisioned(_ count: Int) throws -> (Fleet, FunctionID) {
        var fleet = Fleet()
        let function = fleet.add()
        _ = try fleet.provision(function, count, rate: .immediate, at: start)
        for environment in fleet.prepare(function, at: start) {
            fleet.initialized(environment, of: function, at: start)
        }
        return (fleet, function)
    }

    @Test func aBusyProvisionedEnvironmentThatIsOldEndsWhenItIsReleasedAndAnotherIsThere() throws {
        var (fleet, function) = try provisioned(1)
        let old = start + .seconds(7_200)
        guard case .reuse(let busy) = fleet.arrive(function, at: old) else {
            Issue.record("expected a provisioned environment")
            return
        }
        // None is there in its place: it goes on.
        #expect(fleet.release(busy, of: function, at: old) == .idle)
        #expect(fleet.nextWakeUp(of: function) == old)
        #expect(fleet.expire(function, at: old).isEmpty)
        let fresh = fleet.prepare(function, at: old)
        #expect(fleet.arrive(function, at: old) == .reuse(busy))
        #expect(fleet.initialized(fresh[0], of: function, at: old).isEmpty)
        #expect(fleet.release(busy, of: function, at: old) == .retire(replacement: nil))
        #expect(fleet.provisioned(of: function) == (requested: 1, allocated: 1, available: 1))
        #expect(fleet.nextPreparation(of: function) == nil)
    }

    /// Three that were started a second after one another reach their maximum life.
    @Test func thoseThatAgeEndInTheirOrderAndTakeWhatTheOthersDoNot() throws {
        var fleet = Fleet()
        let function = fleet.add()
        var rate = AllocationRate.immediate
        rate.perMinute = 60
        _ = try fleet.provision(function, 3, rate: rate, at: start)
        let old = try (0...2).map { second in
            try #require(fleet.prepare(function, at: start + .seconds(second)).first)
        }
        for environment in old { fleet.initialized(environment, of: function, at: start + .seconds(2)) }
        let end = start + .seconds(7_202)
        _ = fleet.expire(function, at: end)
        let fresh = fleet.prepare(function, at: end)
        let next = fleet.prepare(function, at: end + .seconds(1))
        #expect((fresh.count, next.count) == (1, 1))
        #expect(fleet.initialized(fresh[0], of: function, at: end) == [old[0]])
        #expect(fleet.arrive(function, at: end) == .reuse(fresh[0]))
        guard case .reuse(let busy) = fleet.arrive(function, at: end) else {
            Issue.record("expected one that ages")
            return
        }
        let idle = busy == old[1] ? old[2] : old[1]
        #expect(fleet.initialized(next[0], of: function, at: end) == [idle])
        #expect(fleet.provisioned(of: function) == (requested: 3, allocated: 3, available: 1))
    }

    @Test func whatIsToEndIsNotReplacedTwice() throws {
        var (fleet, function) = try provisioned(2)
        let old = start + .seconds(7_200)
        guard case .reuse(let busy) = fleet.arrive(function, at: old) else {
            Issue.record("expected a provisioned environment")
            return
        }
        _ = fleet.release(busy, of: function, at: old)
        _ = fleet.expire(function, at: old)
        #expect(fleet.remove(busy, of: function, at: old) == nil)
        #expect(fleet.provisioned(of: function) == (requested: 2, allocated: 1, available: 1))
        #expect(fleet.isProvisioningComplete(of: function))
        let fresh = fleet.prepare(function, at: old)
        // One that is lost before it serves is.
        _ = fleet.remove(fresh[0], of: function, at: old)
        let again = fleet.prepare(function, at: old + .seconds(1))
        #expect((fresh.count, again.count) == (2, 1))
        #expect(fleet.initialized(fresh[1], of: function, at: old).isEmpty)
        #expect(fleet.initialized(again[0], of: function, at: old).count == 1)
        #expect(fleet.environmentCount == 2)
    }

    @Test(arguments: 0...3) func lessIsProvisionedWhileOldEnvironmentsServe(_ count: Int) throws {
        var (fleet, function) = try provisioned(3)
        let old = start + .seconds(7_200)
        _ = fleet.expire(function, at: old)
        let fresh = fleet.prepare(function, at: old)
        let ended = try fleet.provision(function, count, at: old)
        for environment in fresh where !ended.contains(environment) {
            fleet.initialized(environment, of: function, at: old)
        }
        #expect(fleet.provisioned(of: function) == (requested: count, allocated: count, available: count))
        #expect(fleet.environmentCount == count)
        #expect(fleet.prepare(function, at: old).isEmpty)
    }

    @Test func refusesWhatTheAccountCannotGive() throws {
        var fleet = Fleet()
        let function = fleet.add()
        let reserved = fleet.add(reserved: 10)
        #expect(throws: ConcurrencyError.provisionedBelowUnreservedMinimum(100)) {
            try fleet.provision(function, 891, at: start)
        }
        #expect(throws: ConcurrencyError.provisionedAboveReserved(reserved: 10)) {
            try fleet.provision(reserved, 11, at: start)
        }
        #expect(throws: ConcurrencyError.negative(-1)) { try fleet.provision(function, -1, at: start) }
        #expect(throws: ConcurrencyError.reservedBelowUnreservedMinimum(100)) {
            try Fleet.check(reserved: [500, 401], limits: FleetLimits())
        }
        try Fleet.check(reserved: [500, 400], limits: FleetLimits())
    }
}
