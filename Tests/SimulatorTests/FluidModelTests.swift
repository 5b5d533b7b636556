import ColdStart
import Simulator
import Testing

/// The fluid mode beside events and beside what is known exactly.
@Suite struct FluidModelTests {
    @Test func followsACrowd() throws {
        let workload = Workload(
            arrivals: .flashCrowd(rate: 40, peak: 400, at: 900, rise: 300, hold: 300, fall: 300),
            duration: .exponential(mean: 0.25)
        )
        var scenario = Scenario([workload], horizon: 2_400)
        scenario.skip = 600
        try expectAgreement(scenario, coldStarts: 0.1)
    }

    /// What started together ends together: at that moment every arrival starts cold until the first of them are there.
    @Test func environmentsEndOfAge() throws {
        var workload = Workload(arrivals: .poisson(rate: 100), duration: .exponential(mean: 0.5))
        workload.coldStart = .delays(StartUpDelays(initialization: .constant(1)))
        var scenario = Scenario([workload], horizon: 4_000)
        scenario.policy.keepAlive = .fixed(.seconds(100))
        scenario.policy.maximumLife = .seconds(900)
        try expectAgreement(scenario, coldStarts: 0.1)
        scenario.policy.maximumLife = nil
        let ageless = try FluidModel(scenario)
        scenario.policy.maximumLife = .seconds(900)
        #expect(try FluidModel(scenario).cold > 1.5 * ageless.cold)
    }

    private func bothModels(_ scenario: Scenario) throws -> (events: Simulation, seen: Observation, fluid: FluidModel) {
        var events = try Simulation(scenario)
        events.run()
        return (events, Observation(batchesOf: events), try FluidModel(scenario))
    }

    private func expectAgreement(_ scenario: Scenario, coldStarts: Double) throws {
        let (events, seen, fluid) = try bothModels(scenario)
        #expect(abs(fluid.accepted / seen.total.accepted - 1) < 0.02)
        #expect(abs(fluid.meanRunning / seen.concurrency.value - 1) < 0.03)
        #expect(abs(fluid.meanEnvironments / seen.environments.value - 1) < 0.05)
        #expect(abs(fluid.cold / seen.total.cold - 1) < coldStarts)
        #expect(abs(fluid.meanLatency / seen.meanLatency.value - 1) < 0.03)
        #expect(abs(fluid.usage.compute.onDemand / seen.total.compute.onDemand - 1) < 0.03)
        for share in [0.5, 0.99] {
            let latency = try #require(events.statistics.latencies.quantile(share))
            #expect(abs(fluid.latency(share) / latency - 1) < 0.06)
        }
    }

    /// The exact figures are `MostRecentlyUsedPool`'s, which take it a minute in a debug build.
    @Test(arguments: [(20.0, 1.359_778e-4, 38.4887), (60, 7.199_687e-5, 90.9915), (100, 5.415_541e-5, 139.583)])
    func chanceIsAsExactFormulasSay(_ load: Double, coldStarts: Double, environments: Double) throws {
        let workload = Workload(arrivals: .poisson(rate: 10 * load), duration: .exponential(mean: 0.1))
        var scenario = Scenario([workload], horizon: 1_200)
        scenario.skip = 600
        scenario.policy.keepAlive = .fixed(.seconds(60))
        scenario.policy.maximumLife = nil
        let fluid = try FluidModel(scenario)
        #expect(abs(fluid.coldStartProbability / coldStarts - 1) < 0.03)
        #expect(abs(fluid.meanEnvironments / environments - 1) < 0.005)
    }

    /// An hour of a million requests a second costs what as many invocations of so many GB-seconds cost in a month of such.
    @Test func whatNoEventsReachIsPriced() throws {
        var workload = Workload(arrivals: .poisson(rate: 1e6), duration: .constant(0.05))
        workload.coldStart = .delays(StartUpDelays(initialization: .constant(0.2)))
        workload.memorySize = 1_024
        var scenario = Scenario([workload], horizon: 4_800)
        (scenario.skip, scenario.limits.accountConcurrency) = (1_200, 200_000)
        let report = SimulationReport(try FluidModel(scenario))
        #expect(abs((report["gb-seconds"]?.value ?? 0) / (3.6e9 * 0.05) - 1) < 0.001)
        let hours = 730.0
        let month = hours * 3.6e9 * 0.05
        let compute = 6e9 * 0.0000166667 + 9e9 * 0.000015 + (month - 15e9) * 0.0000133334
        let cost = 3.6e9 * 0.2e-6 + compute / hours
        #expect(abs((report["cost"]?.value ?? 0) / cost - 1) < 0.001)
        let (first, second) = (report.monthly[0], report.monthly[1])
        #expect(abs(first.dollars / cost / 720 - 1) < 0.001)
        #expect(abs(first.dollars - second.dollars - 400_000 * 0.0000133334 - 0.2) < 0.01)
        #expect(report["p50"]?.value == 0.05 && report["p99.9"]?.value == 0.05)
        #expect(abs((report["concurrency"]?.value ?? 0) / 50_000 - 1) < 0.001)
    }

    @Test func aFullHouseTurnsAwayAsErlangSays() throws {
        let workload = Workload(arrivals: .poisson(rate: 500), duration: .exponential(mean: 1))
        var scenario = Scenario([workload], horizon: 1_000)
        scenario.limits = FleetLimits(accountConcurrency: 400)
        scenario.skip = 100
        let fluid = try FluidModel(scenario)
        let exact = Erlang.loss(servers: 400, load: 500)
        #expect(abs(fluid.throttleProbability / exact - 1) < 0.02)
        #expect(fluid.meanEnvironments <= 400)
    }

    /// What a limit of requests lets through comes more evenly than by chance, and leaves fewer environments.
    @Test(arguments: [(650.0, 0.05), (650, 0.12)])
    func aLimitOfRequestsIsFollowed(_ rate: Double, duration: Double) throws {
        let workload = Workload(arrivals: .poisson(rate: rate), duration: .exponential(mean: duration))
        var scenario = Scenario([workload], horizon: 100)
        scenario.limits = FleetLimits(accountConcurrency: 50)
        scenario.policy.keepAlive = .fixed(.seconds(30))
        scenario.skip = 50
        let (_, seen, fluid) = try bothModels(scenario)
        #expect(abs(fluid.accepted / seen.total.accepted - 1) < 0.03)
        #expect(abs(fluid.meanRunning / seen.concurrency.value - 1) < 0.03)
        #expect(abs(fluid.meanEnvironments / seen.environments.value - 1) < 0.05)
    }

    /// So far above a limit that no law's tail has a number for it.
    @Test(arguments: [(4_000.0, 1_000), (375_000, 60_000), (1_300, 1_000)])
    func overloadIsServedUpToTheLimit(_ load: Double, limit: Int) throws {
        let workload = Workload(arrivals: .poisson(rate: load), duration: .exponential(mean: 1))
        var scenario = Scenario([workload], horizon: 900)
        (scenario.skip, scenario.limits.accountConcurrency) = (800, limit)
        let fluid = try FluidModel(scenario)
        #expect(abs(fluid.meanRunning / Double(limit) - 1) < 0.02)
        #expect(abs(fluid.throttleProbability - (1 - Double(limit) / load)) < 0.02)
        #expect(fluid.coldStartProbability < 0.01)
    }

    /// Rare and long durations: the mean is the law's, not that of some draws.
    @Test func meansAreExact() throws {
        let workload = Workload(arrivals: .poisson(rate: 1_000), duration: .logNormal(median: 0.1, deviation: 3))
        var scenario = Scenario([workload], horizon: 2_000)
        (scenario.skip, scenario.limits) = (1_000, .unlimited)
        let fluid = try FluidModel(scenario)
        #expect(abs(fluid.meanLatency / workload.duration.mean - 1) < 1e-3)
        #expect(abs(fluid.usage.compute.onDemand / fluid.accepted / workload.duration.mean * 8 - 1) < 1e-3)
    }

    @Test(arguments: [(9.0, true), (11, false)]) func longInitializationsAreRefused(_ seconds: Double, _ fits: Bool) {
        var workload = Workload(arrivals: .poisson(rate: 100), duration: .exponential(mean: 0.1))
        workload.coldStart = .delays(StartUpDelays(initialization: .constant(seconds)))
        let model = try? FluidModel(Scenario([workload], horizon: 100))
        #expect((model != nil) == fits)
    }

    @Test(arguments: [0.0, 0.1]) func shortKeepAlivesAreRefused(_ seconds: Double) {
        let workload = Workload(arrivals: .poisson(rate: 100), duration: .exponential(mean: 0.1))
        var scenario = Scenario([workload], horizon: 100)
        scenario.policy.keepAlive = .fixed(.seconds(seconds))
        #expect(throws: FluidModel.Unsuited.self) { try FluidModel(scenario) }
    }

    @Test(arguments: [
        (ArrivalLaw.trace([1]), Distribution.constant(1)), (.poisson(rate: 1), .constant(0)),
        (.poisson(rate: 1), .pareto(minimum: 1, shape: 1)),
    ]) func theFluidModelRefusesWhatItDoesNotKnow(_ arrivals: ArrivalLaw, _ duration: Distribution) {
        let workload = Workload(arrivals: arrivals, duration: duration)
        #expect(throws: FluidModel.Unsuited.self) { try FluidModel(Scenario([workload], horizon: 10)) }
    }

    @Test func nothingComesOfNothing() throws {
        let fluid = try FluidModel(
            Scenario([Workload(arrivals: .poisson(rate: 0), duration: .constant(1))], horizon: 10)
        )
        #expect(fluid.throttleProbability == 0 && fluid.cold == 0 && fluid.meanEnvironments == 0)
    }

    @Test(arguments: [
        ("newest", "not newest"), ("random", "not random"), ("preemptive:2", "preemptive:2"), ("hybrid", "not hybrid"),
        ("greedy-dual:512", "not greedy-dual:512"),
    ]) func theFluidModelRefusesPoliciesByName(_ policy: String, _ message: String) throws {
        var scenario = Scenario([Workload(arrivals: .poisson(rate: 1), duration: .constant(1))], horizon: 10)
        try scenario.apply(policy: policy)
        #expect {
            try FluidModel(scenario)
        } throws: { "\($0)".contains(message) }
    }
}
