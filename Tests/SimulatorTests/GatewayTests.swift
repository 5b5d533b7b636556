import ColdStart
import Simulator
import Testing

/// What stands in front of functions: throttles and time limits of a gateway, windows of batches.
@Suite struct GatewayTests {
    private static func simulated(_ workload: Workload, _ throttles: [GatewayThrottle] = []) throws -> Simulation {
        var scenario = Scenario([workload], horizon: 100.5)
        scenario.throttles = throttles
        var simulation = try Simulation(scenario)
        simulation.run()
        return simulation
    }

    private static func routed(_ routes: [GatewayRoute], every interval: Double) -> Workload {
        var workload = Workload(arrivals: .deterministic(interval: interval), duration: .constant(0))
        workload.routes = routes
        return workload
    }

    @Test func aThrottleLetsItsBurstAndItsRatePass() throws {
        let route = GatewayRoute(share: 1, duration: .constant(0.001), api: .http, throttles: [0, 1])
        let throttles = [GatewayThrottle(rate: 1_000, burst: 1_000), GatewayThrottle(rate: 2, burst: 5)]
        let total = try Self.simulated(Self.routed([route], every: 0.1), throttles).statistics.total
        #expect(total.offered == 1_005)
        #expect((204...206).contains(total.accepted))
        #expect(total.refused == total.offered - total.accepted)
    }

    /// Nothing flows into a quota.
    @Test func aQuotaEndsWhenItIsUsedUp() throws {
        let route = GatewayRoute(share: 1, duration: .constant(0.001), api: .rest, throttles: [0])
        let quota = GatewayThrottle(rate: 0, burst: 300)
        let total = try Self.simulated(Self.routed([route], every: 0.1), [quota]).statistics.total
        #expect(total.accepted == 300)
    }

    @Test func reportsTellRoutesApart() throws {
        var routes = [
            GatewayRoute(share: 0.25, duration: .constant(0.5), api: .http),
            GatewayRoute(share: 0.75, duration: .constant(0.001), api: .rest, throttles: [0]),
        ]
        (routes[0].name, routes[1].name) = ("GET /slow", "GET /quick")
        let throttles = [GatewayThrottle(rate: 0, burst: 10)]
        let simulation = try Self.simulated(Self.routed(routes, every: 0.01), throttles)
        let report = SimulationReport(SimulationRuns(simulation))
        let (function, total) = (try #require(report.parts.first), simulation.statistics.total)
        #expect(function.routes.map(\.name) == ["GET /slow", "GET /quick"])
        #expect(abs(function.offeredPerSecond - 100) < 0.1)
        #expect(abs(function.routes.reduce(0) { $0 + $1.offeredPerSecond } - function.offeredPerSecond) < 1e-9)
        #expect(function.routes[0].refused == 0 && abs(function.routes[0].offeredPerSecond - 25) < 2)
        #expect(abs(function.routes[1].refused - (1 - 10 / (total.refused + 10))) < 1e-9)
        #expect(abs((function.routes[0].meanLatency ?? 0) - 0.5) < 0.3 && (function.routes[1].meanLatency ?? 1) < 0.3)
        #expect((function.dollarsPerHour ?? 0) > 0)
        #expect(report.costs.map(\.dollars) == report.costs.map(\.dollars).sorted())
        #expect(report.costs.first?.dollars == 0 && (report.costs.last?.dollars ?? 0) > 0)
    }

    @Test func theCourseTellsThrottlesByReason() throws {
        var workload = Workload(arrivals: .deterministic(interval: 0.1), duration: .constant(0.5))
        workload.reserved = 1
        let simulation = try Self.simulated(workload)
        let samples = simulation.statistics.samples
        let sums = samples.reduce(into: [ThrottleReason: Double]()) { sums, sample in
            for (reason, count) in zip(ThrottleReason.allCases, sample.throttles) { sums[reason, default: 0] += count }
        }
        #expect(sums[.reservedFunctionConcurrentInvocationLimitExceeded] ?? 0 > 700)
        #expect(sums.values.reduce(0, +) == samples.reduce(0) { $0 + $1.throttled })
    }

    @Test func onlyWhatPassesIsChargedByTheApiThatItPasses() throws {
        let routes = [
            GatewayRoute(share: 0.25, duration: .constant(0.001), api: .http),
            GatewayRoute(share: 0.75, duration: .constant(0.001), api: .rest, throttles: [0]),
        ]
        let throttles = [GatewayThrottle(rate: 0, burst: 10)]
        let simulation = try Self.simulated(Self.routed(routes, every: 0.01), throttles)
        let usage = Observation(replications: [simulation]).usage([Self.routed(routes, every: 1)])
        #expect(usage.restAPICalls == 10)
        #expect((2_300...2_700).contains(usage.httpAPICalls))
        #expect(usage.httpAPICalls + 10 == usage.requests)
    }

    @Test func aRouteTakesItsOwnTimeAndItsApiWaitsNoLonger() throws {
        let routes = [
            GatewayRoute(share: 0.5, duration: .constant(2), api: .http, timeout: 1),
            GatewayRoute(share: 0.5, duration: .constant(0.5), api: .http, timeout: 1),
        ]
        let total = try Self.simulated(Self.routed(routes, every: 0.1)).statistics.total
        #expect(abs(total.timedOut / total.accepted - 0.5) < 0.06)
        #expect(abs(total.service / total.accepted - 1.25) < 0.1)
    }

    /// The handler is cut off, and the next invocation starts the process again, within the same timeout.
    @Test func aTimeoutEndsTheProcess() throws {
        var workload = Workload(arrivals: .deterministic(interval: 10), duration: .constant(9))
        workload.timeout = 3
        workload.coldStart = .delays(StartUpDelays(initialization: .constant(1)))
        let total = try Self.simulated(workload).statistics.total
        #expect(total.accepted == 10)
        #expect(total.cold == 1)
        #expect(total.timedOut == 10)
        #expect(total.service == 1 + 10 * 3)
    }

    /// What would be in time does not make it behind an initialization.
    @Test func aResetTakesOfTheTimeout() throws {
        var workload = Workload(arrivals: .deterministic(interval: 10), duration: .constant(2.95))
        (workload.timeout, workload.crashRate) = (3, 1)
        workload.coldStart = .delays(StartUpDelays(initialization: .constant(0.1)))
        let total = try Self.simulated(workload).statistics.total
        #expect(total.accepted == 10 && total.timedOut == 9)
        #expect(abs(total.service - (3.05 + 9 * 3)) < 1e-9)
    }

    /// The init phase has ten seconds; then it is begun again, within the invocation, and billed as a part of it.
    @Test func anInitPhaseThatTakesTooLongIsRepeated() throws {
        var workload = Workload(arrivals: .deterministic(interval: 50), duration: .constant(1))
        workload.coldStart = .delays(StartUpDelays(initialization: .constant(11)))
        let total = try Self.simulated(workload).statistics.total
        #expect(total.cold == 1 && total.accepted == 2)
        #expect(abs(total.service - (12 + 1)) < 1e-9 && abs(total.latency - (22 + 1)) < 1e-9)
        workload.timeout = 5
        #expect(try Self.simulated(workload).statistics.total.timedOut == 2)
    }

    @Test(arguments: [(0.0, 100.0), (9.5, 10.0), (300.0, 10.0)])
    func aBatchWaitsForItsWindowOrUntilItIsFull(window: Double, invocations: Double) throws {
        var workload = Workload(arrivals: .deterministic(interval: 1), duration: .constant(0.001))
        workload.front = .queue(PollerScaling(), batchSize: 10, window: window)
        #expect(try Self.simulated(workload).statistics.total.accepted == invocations)
    }
}
