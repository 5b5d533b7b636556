import ColdStart
import Testing
import Time

@Suite struct FleetPolicyTests {
    private let start = Timestamp(millisecondsSinceEpoch: 0)

    private func fleet(_ policy: FleetPolicy) -> (Fleet, FunctionID) {
        var fleet = Fleet(limits: .unlimited, policy: policy)
        let function = fleet.add(memorySize: 100)
        return (fleet, function)
    }

    /// Four environments, released in the order second, fourth, first, third.
    private func taken(_ placement: Placement) throws -> UInt64? {
        var (fleet, function) = fleet(FleetPolicy(placement: placement))
        var ids: [EnvironmentID] = []
        for _ in 0..<4 { if case .start(let id) = fleet.arrive(function, at: start) { ids.append(id) } }
        for (second, index) in [1, 3, 0, 2].enumerated() {
            #expect(fleet.release(ids[index], of: function, at: start + .seconds(second)) == .idle)
        }
        guard case .reuse(let id) = fleet.arrive(function, at: start + .seconds(9)) else { return nil }
        return id.number
    }

    @Test func placesByUseOrAge() throws {
        #expect(try taken(.mostRecentlyUsed) == 3)
        #expect(try taken(.leastRecentlyUsed) == 2)
        #expect(try taken(.newest) == 4)
        #expect(try taken(.oldest) == 1)
        #expect((1...4).contains(try taken(.random) ?? 0))
    }

    @Test func environmentsEndAtTheirAge() throws {
        var (fleet, function) = fleet(FleetPolicy(keepAlive: .fixed(.seconds(600)), maximumLife: .seconds(1_000)))
        guard case .start(let id) = fleet.arrive(function, at: start) else { return }
        #expect(fleet.release(id, of: function, at: start + .seconds(500)) == .idle)
        #expect(fleet.nextExpiry(of: function) == start + .seconds(1_000))
        #expect(fleet.arrive(function, at: start + .seconds(900)) == .reuse(id))
        #expect(fleet.release(id, of: function, at: start + .seconds(1_001)) == .retire(replacement: nil))
    }

    @Test func greedyDualEndsWhatIsCheapestToStartAgain() throws {
        var fleet = Fleet(
            limits: .unlimited,
            policy: FleetPolicy(keepAlive: .greedyDual(memoryBudget: 1_000), maximumLife: nil)
        )
        let dear = fleet.add(memorySize: 400, startUp: .seconds(4))
        let cheap = fleet.add(memorySize: 400, startUp: .milliseconds(100))
        let third = fleet.add(memorySize: 400, startUp: .seconds(1))
        for function in [dear, cheap] {
            guard case .start(let id) = fleet.arrive(function, at: start) else { return }
            #expect(fleet.release(id, of: function, at: start) == .idle)
        }
        guard case .start(let id) = fleet.arrive(third, at: start) else { return }
        #expect(fleet.takeEvicted().map(\.1) == [cheap])
        #expect(fleet.memoryInUse == 800)
        #expect(fleet.release(id, of: third, at: start) == .idle)
        #expect(fleet.count(of: dear).idle == 1)
    }

    /// Environments in use may hold more than the budget; the first that has no work is told once that it ends.
    @Test func greedyDualEndsOnceWhatIsOverTheBudget() throws {
        var fleet = Fleet(
            limits: .unlimited,
            policy: FleetPolicy(keepAlive: .greedyDual(memoryBudget: 1_000), maximumLife: nil)
        )
        let function = fleet.add(memorySize: 400)
        let busy = (0..<3).map { _ in
            guard case .start(let id) = fleet.arrive(function, at: start) else { return EnvironmentID?.none }
            return id
        }
        let ends = try busy.map { fleet.release(try #require($0), of: function, at: start) }
        #expect(ends == [.retire(replacement: nil), .idle, .idle])
        #expect(fleet.takeEvicted().isEmpty)
        #expect(fleet.environmentCount == 2)
    }

    /// Once an hour: the histogram learns to end the environment and have another ready just before the hour.
    @Test func hybridHistogramPreWarms() throws {
        var (fleet, function) = fleet(FleetPolicy(keepAlive: .hybridHistogram(.init()), maximumLife: nil))
        var cold = 0
        var ready: [EnvironmentID] = []
        for hour in 0..<48 {
            let now = start + .seconds(3_600 * hour)
            while let wake = fleet.nextWakeUp(of: function), wake <= now {
                ready.removeAll { fleet.expire(function, at: wake).contains($0) }
                for id in fleet.prepare(function, at: wake) {
                    fleet.initialized(id, of: function, at: wake)
                    ready.append(id)
                }
            }
            switch fleet.arrive(function, at: now) {
            case .start(let id):
                cold += 1
                _ = fleet.release(id, of: function, at: now)
            case .reuse(let id): _ = fleet.release(id, of: function, at: now)
            default: Issue.record("nothing else is possible")
            }
        }
        #expect(cold == 1)
        let wake = try #require(fleet.nextWakeUp(of: function))
        // The head of the histogram, a tenth earlier.
        #expect(wake == start + .seconds(47 * 3_600) + .seconds(3_240))
    }

    @Test func preemptiveInitsWaitForTheScalingRate() {
        var policy = FleetPolicy()
        policy.preemptiveInits = 2_000
        var fleet = Fleet(limits: FleetLimits(), policy: policy)
        let function = fleet.add(reserved: nil)
        _ = fleet.arrive(function, at: start)
        #expect(fleet.prepare(function, at: start).count == 999)
        // A hundred a second are added to what is used up.
        let next = fleet.nextPreparation(of: function) ?? start
        #expect(next > start && next <= start + .milliseconds(11))
        #expect(fleet.prepare(function, at: next).count == 1)
    }

    @Test func preemptiveInitsStandReady() throws {
        var policy = FleetPolicy()
        policy.preemptiveInits = 2
        var (fleet, function) = fleet(policy)
        #expect(fleet.nextPreparation(of: function) == nil)
        _ = fleet.arrive(function, at: start)
        let spare = fleet.prepare(function, at: start)
        #expect(spare.count == 2)
        for id in spare { fleet.initialized(id, of: function, at: start) }
        #expect(fleet.prepare(function, at: start).isEmpty)
        guard case .reuse = fleet.arrive(function, at: start) else {
            Issue.record("expected a spare environment")
            return
        }
        #expect(fleet.prepare(function, at: start).count == 1)
    }

    @Test func targetTrackingFollowsWhatIsUsed() {
        var tracking = TargetTracking(target: 0.7, minimum: 1, maximum: 50)
        #expect((0..<2).allSatisfy { _ in tracking.observe(utilization: 1, current: 10) == nil })
        #expect(tracking.observe(utilization: 1, current: 10) == 15)
        #expect((0..<14).allSatisfy { _ in tracking.observe(utilization: 0.1, current: 15) == nil })
        #expect(tracking.observe(utilization: 0.1, current: 15) == 3)
        let plan = ProvisionedPlan.schedule([
            .init(secondOfDay: 28_800, count: 10), .init(secondOfDay: 72_000, count: 2),
        ])
        #expect([0, 28_800, 71_999, 80_000].map(plan.initial(secondOfDay:)) == [2, 10, 10, 2])
    }
}
