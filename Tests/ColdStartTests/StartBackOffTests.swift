import Testing
import Time

@testable import ColdStart

/// Provisioned environments that end by themselves before they have an invocation.
@Suite struct StartBackOffTests {
    private let start = Timestamp(nanosecondsSinceEpoch: 1_000_000_000_000)

    private func fleet(provisioned count: Int) throws -> (Fleet, FunctionID) {
        var fleet = Fleet()
        let function = fleet.add()
        _ = try fleet.provision(function, count, rate: .immediate, at: start)
        return (fleet, function)
    }

    @Test func anAllocationFailsWithItsSixthAttempt() throws {
        var (fleet, function) = try fleet(provisioned: 2)
        var now = start
        for (attempt, wait) in [1, 2, 4, 8, 16, 32].enumerated() {
            let environments = fleet.prepare(function, at: now)
            #expect(environments.count == 2)
            #expect(!fleet.hasProvisioningFailed(of: function))
            // They fail together, a little later.
            now = now + .milliseconds(100)
            for environment in environments { _ = fleet.remove(environment, of: function, at: now) }
            #expect(fleet.hasProvisioningFailed(of: function) == (attempt == 5))
            now = now + .seconds(wait)
            #expect(fleet.nextWakeUp(of: function) == now)
            #expect(fleet.prepare(function, at: now + .nanoseconds(-1)).isEmpty)
        }
        _ = try fleet.provision(function, 0, at: now)
        #expect(fleet.environmentCount == 0)
        #expect(fleet.nextWakeUp(of: function) == nil)
        _ = try fleet.provision(function, 1, rate: .immediate, at: now)
        #expect(fleet.prepare(function, at: now).count == 1)
    }

    @Test func environmentsThatDieAfterInitComeBackAMinuteApartAtTheMost() throws {
        var (fleet, function) = try fleet(provisioned: 1)
        var now = start
        for wait in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            let environment = try #require(fleet.prepare(function, at: now).first)
            fleet.initialized(environment, of: function, at: now)
            now = now + .milliseconds(100)
            _ = fleet.remove(environment, of: function, at: now)
            // All of it has been there.
            #expect(!fleet.hasProvisioningFailed(of: function))
            now = now + .seconds(wait)
            #expect(fleet.nextWakeUp(of: function) == now)
        }
    }

    private func dies(_ fleet: inout Fleet, _ function: FunctionID, at now: Timestamp) throws {
        let environment = try #require(fleet.prepare(function, at: now).first)
        fleet.initialized(environment, of: function, at: now)
        _ = fleet.remove(environment, of: function, at: now)
    }

    @Test func onceOneHasServedTheNextComesAfterASecond() throws {
        var (fleet, function) = try fleet(provisioned: 1)
        try dies(&fleet, function, at: start)
        try dies(&fleet, function, at: start + .seconds(10))
        let now = start + .seconds(20)
        let environment = try #require(fleet.prepare(function, at: now).first)
        fleet.initialized(environment, of: function, at: now)
        #expect(fleet.arrive(function, at: now) == .reuse(environment))
        #expect(fleet.release(environment, of: function, at: now) == .idle)
        _ = fleet.remove(environment, of: function, at: now)
        #expect(fleet.nextWakeUp(of: function) == now + .seconds(1))
    }

    @Test func otherCodeStartsAtOnce() throws {
        var (fleet, function) = try fleet(provisioned: 1)
        for second in [0, 10, 20] { try dies(&fleet, function, at: start + .seconds(second)) }
        let now = start + .seconds(21)
        #expect(fleet.prepare(function, at: now).isEmpty)
        _ = fleet.replace(function, at: now)
        let environment = try #require(fleet.prepare(function, at: now).first)
        fleet.initialized(environment, of: function, at: now)
        // What ends because its code has changed has not failed.
        #expect(fleet.replace(function, at: now) == [environment])
        #expect(fleet.prepare(function, at: now).count == 1)
    }
}
