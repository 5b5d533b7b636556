import ColdStart
import Testing

@testable import Simulator

@Suite(.timeLimit(.minutes(10))) struct ProcessorSharingTests {
    private func run(
        _ workload: Workload,
        cores: Double,
        horizon: Double,
        skip: Double = 0,
        _ change: (inout Scenario) -> Void = { _ in }
    ) throws -> Simulation {
        var scenario = Scenario([workload], horizon: horizon)
        scenario.sharedProcessors = ProcessorSharing(cores: cores)
        scenario.limits = .unlimited
        scenario.skip = skip
        change(&scenario)
        var simulation = try Simulation(scenario)
        simulation.run()
        return simulation
    }

    /// Two at once on one processor, each of which computes for a quarter of a second and then waits as long as it has to.
    @Test func whoWaitsForSomethingElseNeedsNoProcessor() throws {
        var workload = Workload(arrivals: .trace([1, 1]), duration: .constant(1))
        workload.computing.handler = 0.25
        let both = try run(workload, cores: 1, horizon: 10).statistics.total
        #expect(abs(both.latency - 2 * 1.25) < 1e-6)
        workload.timeout = 1.1
        let late = try run(workload, cores: 1, horizon: 10).statistics.total
        #expect(abs(late.latency - 2 * 1.1) < 1e-6)
        #expect(late.timedOut == 2)
    }

    @Test func startsComputeAsWell() throws {
        var workload = Workload(arrivals: .trace([1, 1]), duration: .constant(1))
        workload.coldStart = .delays(StartUpDelays(preparation: .constant(0.5), initialization: .constant(0.5)))
        workload.computing = ComputingShares(start: 0.5, handler: 0)
        // Half a second of the second's start is computed, on half a processor.
        let total = try run(workload, cores: 1, horizon: 10).statistics.total
        #expect(abs(total.latency - 2 * (1.5 + 1)) < 1e-6)
    }

    @Test func otherProgramsTakeTheirPart() {
        let sharing = ProcessorSharing(cores: 2, others: 1.5)
        #expect(sharing.speed(of: 1) == 0.8)
        #expect(sharing.speed(of: 4) == 2 / 5.5)
        #expect(ProcessorSharing(cores: 2, others: 0.5).speed(of: 1) == 1)
    }

    /// One has three seconds to do, one who comes a second later has one, a third who comes after two has a quarter.
    @Test func everyoneGetsOnAtTheSameSpeed() {
        var processors = SharedProcessors(ProcessorSharing(cores: 1))
        func second(_ time: Double) -> Int64 { Int64(time * 1e9) }
        processors.begin(1, work: second(3), at: 0)
        #expect(processors.nextEnd == second(3))
        processors.begin(2, work: second(1), at: second(1))
        #expect(processors.nextEnd == second(3))
        processors.begin(3, work: second(0.25), at: second(2))
        #expect(processors.nextEnd == second(2.75))
        #expect(processors.end(at: second(2.7)) == nil)
        #expect(processors.end(at: second(2.75)) == 3)
        #expect(processors.end(at: second(2.75)) == nil)
        #expect(processors.nextEnd == second(3.25))
        #expect(processors.end(at: second(3.25)) == 2)
        #expect(processors.nextEnd == second(4.25))
        #expect(processors.end(at: second(4.25)) == 1)
        #expect(processors.nextEnd == nil)
    }

    @Test func whoStopsLeavesItsShareToTheOthers() {
        var processors = SharedProcessors(ProcessorSharing(cores: 1.5))
        for subject in 1...3 { processors.begin(subject, work: 600, at: 0) }
        #expect(processors.nextEnd == 1_200)
        processors.stop(1, at: 600)
        // 300 are left of each, at three quarters of a processor.
        #expect(processors.nextEnd == 1_000)
    }

    /// Between the speeds of an even spread, and those to which two or more get nearly as little as on one processor.
    @Test func unevenlySpreadWorkIsSlower() {
        let (even, uneven) = (ProcessorSharing(cores: 2), ProcessorSharing(cores: 2, evenness: 2))
        #expect((1...4).map(even.speed) == [1, 1, 2.0 / 3, 0.5])
        #expect(uneven.speed(of: 1) == 1)
        // 1 / √(1 + 3/4), 1 / √(1 + 8/4)
        #expect(abs(uneven.speed(of: 2) - 0.755_93) < 1e-5)
        #expect(abs(uneven.speed(of: 3) - 0.577_35) < 1e-5)
        #expect(abs(uneven.speed(of: 1_000) * 1_000 - 2) < 1e-5)
        #expect(abs(ProcessorSharing(cores: 1, evenness: 3).speed(of: 7) - 1.0 / 7) < 1e-12)
    }

    /// Both start cold, with a second of each stage; the second comes when the first begins to initialize.
    @Test func coldStartsTakeTheirShare() throws {
        var workload = Workload(arrivals: .trace([0, 1]), duration: .constant(1))
        workload.coldStart = .delays(StartUpDelays(preparation: .constant(1), initialization: .constant(1)))
        workload.memorySize = 1_024
        let total = try run(workload, cores: 1, horizon: 100).statistics.total
        #expect(total.cold == 2)
        // From 1 to 5 there are two. The first prepares for one second, then takes four; the second two and three.
        #expect(abs(total.latency - (5 + 5)) < 1e-6)
        #expect(abs(total.compute.onDemand - (4 + 3)) < 1e-6)
        #expect(abs(total.running - 10) < 1e-6)
    }

    @Test func handlersEndWhenTheirTimeIsOver() throws {
        var workload = Workload(arrivals: .trace([0, 0, 0.5]), duration: .constant(3))
        workload.timeout = 2
        let total = try run(workload, cores: 2, horizon: 100).statistics.total
        #expect(total.timedOut == 3)
        #expect(abs(total.latency - 6) < 1e-6)
    }

    @Test func whoeverIsAloneIsAsFastAsWithoutSharing() throws {
        let workload = Workload(
            arrivals: .deterministic(interval: 3),
            duration: .uniform(0.5, 1.5),
            coldStart: .delays(StartUpDelays(preparation: .constant(0.2), initialization: .constant(0.3)))
        )
        let shared = try run(workload, cores: 1, horizon: 998.9).statistics.total
        let alone = try run(workload, cores: .infinity, horizon: 998.9).statistics.total
        let plain = try run(workload, cores: 1, horizon: 998.9) { $0.sharedProcessors = nil }.statistics.total
        for total in [shared, alone] {
            #expect(total.cold == plain.cold && total.warm == plain.warm)
            #expect(abs(total.latency - plain.latency) < 1e-4)
            #expect(abs(total.compute.onDemand - plain.compute.onDemand) < 1e-4)
        }
    }

    /// How long who shares one processor stays on average does not depend on the law of the work: S / (1 - ρ).
    @Test(
        arguments: [
            Distribution.exponential(mean: 1), .constant(1), .uniform(0, 2), .logNormal(median: 0.6065, deviation: 1),
            .empirical([0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 8.2]),
        ]
    )
    func oneProcessorIsSharedAsTheorySays(_ work: Distribution) throws {
        let workload = Workload(arrivals: .poisson(rate: 0.6), duration: work)
        let simulation = try run(workload, cores: 1, horizon: 60_000, skip: 1_000)
        let latency = Observation(batchesOf: simulation).meanLatency
        #expect(abs(latency.value - work.mean / (1 - 0.6 * work.mean)) < max(0.05, 1.5 * (latency.halfWidth ?? 0)))
        #expect((latency.halfWidth ?? 1) < 0.4)
    }

    /// So many are there as where each has a processor of its own in turn, whatever the law: as many as Erlang says.
    @Test(arguments: [Distribution.exponential(mean: 1), .constant(1), .uniform(0, 2)])
    func severalProcessorsAreSharedAsTheorySays(_ work: Distribution) throws {
        let workload = Workload(arrivals: .poisson(rate: 2.4), duration: work)
        let simulation = try run(workload, cores: 3, horizon: 20_000, skip: 1_000)
        let waiting = Erlang.waiting(servers: 3, rate: 2.4, meanService: 1, longerThan: 0)
        let latency = Observation(batchesOf: simulation).meanLatency
        #expect(abs(latency.value - (1 + waiting.mean)) < max(0.02, 1.5 * (latency.halfWidth ?? 0)))
        // Little's law, and the shares of time of the first states.
        let empty = simulation.statistics.timeRunning.share(of: 0)
        #expect(abs(simulation.statistics.timeRunning.share(of: 1) / empty - 2.4) < 0.25)
        #expect(abs(simulation.statistics.timeRunning.share(of: 2) / empty - 2.4 * 2.4 / 2) < 0.4)
    }

    /// A large one takes in proportion longer: x / (1 - ρ), whereas in a line it would wait no longer than a small one.
    @Test func whoHasMoreToDoIsDelayedMore() throws {
        var large = Workload(name: "large", arrivals: .poisson(rate: 0.05), duration: .constant(4))
        var small = Workload(name: "small", arrivals: .poisson(rate: 0.8), duration: .constant(0.5))
        (large.memorySize, small.memorySize) = (1_024, 1_024)
        var scenario = Scenario([large, small], horizon: 60_000)
        scenario.sharedProcessors = ProcessorSharing(cores: 1)
        (scenario.limits, scenario.skip) = (.unlimited, 1_000)
        var simulation = try Simulation(scenario)
        simulation.run()
        let tallies = simulation.statistics.byFunction
        #expect(abs(tallies[0].latency / tallies[0].accepted - 4 / 0.4) < 0.9)
        #expect(abs(tallies[1].latency / tallies[1].accepted - 0.5 / 0.4) < 0.1)
    }
}
