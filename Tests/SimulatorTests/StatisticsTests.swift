import ColdStart
import Foundation
import Simulator
import Testing
import Time

@Suite struct StatisticsTests {
    @Test func histogramsKeepPercentilesWithinOnePercent() throws {
        var random = SeededRandom(seed: 3)
        var histogram = LogHistogram()
        var values: [Double] = []
        for _ in 0..<20_000 {
            let value = Distribution.logNormal(median: 0.05, deviation: 2).sample(&random)
            histogram.record(value)
            values.append(value)
        }
        values.sort()
        for share in [0.05, 0.5, 0.9, 0.99] {
            let quantile = try #require(histogram.quantile(share))
            #expect(abs(quantile / values[Int(share * 20_000)] - 1) < 0.015)
        }
        #expect(LogHistogram().quantile(0.5) == nil)
    }

    @Test func distributionsHaveTheirMeans() {
        let laws: [Distribution] = [
            .constant(2), .exponential(mean: 3), .gaussian(mean: 5, deviation: 1), .gaussian(mean: 0.5, deviation: 1),
            .uniform(1, 4), .logNormal(median: 1, deviation: 0.5), .weibull(scale: 2, shape: 1.5),
            .pareto(minimum: 1, shape: 4), .empirical([1, 2, 6]),
            .quantiles([.init(share: 0, value: 1), .init(share: 0.5, value: 2), .init(share: 1, value: 10)]),
        ]
        for law in laws {
            var random = SeededRandom(seed: 5)
            let mean = (0..<40_000).reduce(0) { sum, _ in sum + law.sample(&random) } / 40_000
            #expect(abs(mean / law.mean - 1) < 0.03, "\(law)")
        }
    }

    /// A 95 % interval misses the truth one time in twenty: it covers it so often but for four standard deviations, and
    /// in 93 to 97 of 100 where there are 1,000 repetitions and more.
    @Test func confidenceIntervalsCoverTheTruth() throws {
        let loss = Erlang.loss(servers: 3, load: 2)
        try expectCoverage(rate: 2, horizon: 1_050, of: [(loss, \.throttleProbability)]) {
            $0.limits.accountConcurrency = 3
        }
    }

    @Test func confidenceIntervalsCoverThePoolOfTheMostRecentlyUsed() throws {
        let pool = MostRecentlyUsedPool(rate: 1, meanService: 1, keepAlive: 10)
        let figures: [(Double, KeyPath<Observation, Estimate>)] = [
            (pool.coldStartProbability, \.coldStartProbability), (pool.environments, \.environments),
        ]
        try expectCoverage(rate: 1, horizon: 4_050, of: figures) { scenario in
            scenario.policy.keepAlive = .fixed(.seconds(10))
            scenario.policy.maximumLife = nil
            scenario.workloads[0].coldStart = .replaced(.exponential(mean: 1))
        }
    }

    // MARK: Intervals

    /// What was not seen in a thousand may still happen, three times in a thousand or so.
    @Test func intervalsOfSharesAreShares() throws {
        func interval(_ batches: [(Double, Double)], of observations: Double? = nil) -> ClosedRange<Double>? {
            Estimate(shares: batches, observations: observations).interval
        }
        let never = try #require(interval(Array(repeating: (0, 100), count: 10), of: 1_000))
        #expect(never.lowerBound == 0 && (0.002...0.006).contains(never.upperBound))
        let always = try #require(interval(Array(repeating: (100, 100), count: 10), of: 1_000))
        #expect(always.upperBound == 1 && (0.994...0.998).contains(always.lowerBound))
        let rare = try #require(interval([(1, 100), (0, 100), (0, 100), (0, 100)], of: 400))
        #expect(rare.lowerBound >= 0 && rare.lowerBound < 0.0025 && rare.upperBound > 0.0025)
        let even = try #require(interval([(48, 100), (52, 100), (50, 100), (49, 100), (51, 100)], of: 1e9))
        #expect(abs(even.lowerBound + even.upperBound - 1) < 1e-3)
        #expect(interval([(1, 2)], of: 2) == nil)
        #expect(interval([(0, 1), (0, 1)]) == nil)
    }

    @Test func noFigureIsBelowNothing() {
        #expect(Estimate(of: [0, 0, 0, 4]).interval?.lowerBound == 0)
        #expect(Estimate(of: [0, 0, 0]).interval == nil)
        #expect(Estimate(of: [3]).interval == nil)
        #expect(Estimate(value: 7).interval == nil)
    }

    @Test func histogramsCountUpToAValue() {
        var histogram = LogHistogram()
        for value in [0.1, 0.2, 0.4, 0.8] { histogram.record(value) }
        #expect(histogram.count(upTo: 0) == 0)
        #expect(histogram.count(upTo: 0.3) == 2)
        #expect(histogram.count(upTo: 1) == 4)
    }

    private func run(_ change: (inout Scenario) -> Void) throws -> Simulation {
        var scenario = Scenario(
            [Workload(arrivals: .poisson(rate: 20), duration: .exponential(mean: 0.1))],
            horizon: 20_000
        )
        change(&scenario)
        var simulation = try Simulation(scenario)
        simulation.run()
        return simulation
    }

    /// An exponential law's percentiles, the rarest too.
    @Test func percentilesHaveIntervals() throws {
        let statistics = try run { $0.limits = .unlimited }.statistics
        for (share, truth) in [(0.5, 0.0693147), (0.99, 0.460517), (0.999, 0.690776)] {
            let estimate = try #require(statistics.latency(share))
            let interval = try #require(estimate.interval)
            #expect(interval.contains(estimate.value))
            #expect(interval.upperBound - interval.lowerBound < 0.2 * truth)
            #expect(abs(estimate.value / truth - 1) < 0.05)
        }
    }

    /// All but a few of them take the same: that is where the percentiles are, whatever the few take.
    @Test func percentilesOfConstantTimesAreSure() throws {
        var workload = Workload(arrivals: .poisson(rate: 50), duration: .constant(0.1))
        workload.coldStart = .delays(StartUpDelays(initialization: .constant(1)))
        var scenario = Scenario([workload], horizon: 4_000)
        scenario.skip = 60
        var simulation = try Simulation(scenario)
        simulation.run()
        for share in [0.5, 0.95, 0.99] {
            let estimate = try #require(simulation.statistics.latency(share))
            #expect(estimate.value == 0.1 && estimate.interval == 0.1...0.1)
        }
    }

    @Test func throttlesHaveIntervalsAndPeaksHaveNone() throws {
        let report = SimulationReport(SimulationRuns(try run { $0.limits.accountConcurrency = 3 }))
        let throttled = try #require(report.throttles.first { $0.reason == .concurrentInvocationLimitExceeded })
        #expect(throttled.count.interval?.contains(throttled.count.value) == true)
        #expect(report["peak-concurrency"]?.interval == nil)
        #expect(report["queue-delay"]?.value == 0 && report["queue-delay"]?.interval == nil)
    }

    @Test func constantTimesAreExact() throws {
        var histogram = LogHistogram()
        for value in [0.5, 0.5, 0.5, 0.77] { histogram.record(value) }
        #expect(histogram.quantile(0.5) == 0.5 && histogram.quantile(0.75) == 0.5 && histogram.quantile(0.99) == 0.77)
        #expect(histogram.count(upTo: 0.5) == 3 && histogram.count(upTo: 0.4999) == 0)
        var other = LogHistogram()
        other.record(0.5)
        histogram.add(other)
        #expect(histogram.quantile(0.5) == 0.5)
        other.record(0.501)
        histogram.add(other)
        #expect(try #require(histogram.quantile(0.5)) != 0.5)
    }

    /// What is planned is no chance: the interval is as wide as independent runs differ, not as wide as the day is long.
    @Test(arguments: [
        ArrivalLaw.flashCrowd(rate: 10, peak: 200, at: 300, rise: 60, hold: 120, fall: 60),
        .daily(lowest: 1, highest: 20, peakHour: 0.25), .profile(rates: [5, 50, 5], span: 200),
    ]) func plannedCoursesAreNoChance(_ arrivals: ArrivalLaw) throws {
        let scenario = Scenario([Workload(arrivals: arrivals, duration: .exponential(mean: 0.1))], horizon: 600)
        func run(_ number: Int) throws -> Simulation {
            var simulation = try Simulation(scenario.repeated(number))
            simulation.run()
            return simulation
        }
        var runs = SimulationRuns(try run(0))
        #expect(runs.wanted == 10)
        for key in ["served", "concurrency", "peak-environments", "p50"] {
            #expect(SimulationReport(runs)[key]?.interval == nil)
        }
        for number in 1..<runs.wanted { runs.add(try run(number)) }
        let report = SimulationReport(runs)
        let (served, calls) = (try #require(report["served"]), report.offered)
        let half = try #require(served.halfWidth)
        let exact = 2.262 * calls.squareRoot() / 600 / 10.0.squareRoot()
        #expect((0.3...2).contains(half / exact))
        #expect(report["peak-environments"]?.interval != nil && report["p50"]?.interval != nil)
        #expect(abs(calls / served.value / 600 - 1) < 1e-9)
    }

    // MARK: Ended early

    /// Long before a 24th of its time is over.
    @Test func whatWasSimulatedUntilItWasStoppedIsTold() throws {
        var scenario = Scenario(
            [Workload(arrivals: .poisson(rate: 10_000), duration: .exponential(mean: 0.1))],
            horizon: 1e6
        )
        (scenario.skip, scenario.limits) = (1, .unlimited)
        var simulation = try Simulation(scenario)
        simulation.run { _ in true }
        #expect(!simulation.isOver && simulation.statistics.hasBegun && simulation.seconds > 40)
        let report = SimulationReport(SimulationRuns(simulation))
        let served = try #require(report["served"])
        #expect(abs(served.value / 10_000 - 1) < 0.02 && served.interval != nil)
        #expect(abs((report["concurrency"]?.value ?? 0) / 1_000 - 1) < 0.05)
        #expect(report["p50"] != nil)
    }

    @Test func withinTheWarmUpNothingIsMeasured() throws {
        var scenario = Scenario([Workload(arrivals: .poisson(rate: 10_000), duration: .constant(0))], horizon: 1e6)
        scenario.skip = 1e5
        var simulation = try Simulation(scenario)
        simulation.run { _ in true }
        #expect(!simulation.statistics.hasBegun)
    }

    /// A rest that is short beside a batch is part of the last one.
    @Test(arguments: [(84.0, 2), (86, 2), (100, 2), (110, 2), (130, 3)])
    func theRestIsABatchOfItsOwnWhereItIsLong(_ end: Double, _ batches: Int) throws {
        let workload = Workload(arrivals: .deterministic(interval: 0.5), duration: .constant(0.1))
        var scenario = Scenario([workload], horizon: end)
        (scenario.samples, scenario.samplesPerBatch) = (Int(end / 10), 5)
        var simulation = try Simulation(scenario)
        simulation.run()
        #expect(simulation.statistics.batches.count == batches)
        #expect(Observation(batchesOf: simulation).total.accepted == simulation.statistics.total.accepted)
    }

    private static let repetitions =
        ProcessInfo.processInfo.environment["HEARTH_COVERAGE_REPETITIONS"].flatMap { Int($0) } ?? 120

    private func expectCoverage(
        rate: Double,
        horizon: Double,
        of figures: [(truth: Double, figure: KeyPath<Observation, Estimate>)],
        _ change: (inout Scenario) -> Void
    ) throws {
        var scenario = Scenario(
            [Workload(arrivals: .poisson(rate: rate), duration: .exponential(mean: 1))],
            horizon: horizon
        )
        scenario.skip = 50
        scenario.limits = .unlimited
        change(&scenario)
        var covered = figures.map { _ in 0 }
        for seed in 0..<Self.repetitions {
            scenario.seed = UInt64(seed) + 1
            var simulation = try Simulation(scenario)
            simulation.run()
            let seen = Observation(batchesOf: simulation)
            for (index, (truth, figure)) in figures.enumerated() where seen[keyPath: figure].covers(truth) {
                covered[index] += 1
            }
        }
        let margin =
            Self.repetitions >= 1_000 ? 0.02 : 4 * (0.95 * 0.05 / Double(Self.repetitions)).squareRoot()
        for count in covered {
            let share = Double(count) / Double(Self.repetitions)
            #expect(abs(share - 0.95) <= margin, "\(count) of \(Self.repetitions)")
        }
    }

    @Test func sameSeedSameRun() throws {
        func run(_ seed: UInt64) throws -> Tally {
            var scenario = Scenario(
                [Workload(arrivals: .poisson(rate: 5), duration: .exponential(mean: 1))],
                horizon: 500
            )
            scenario.seed = seed
            var simulation = try Simulation(scenario)
            simulation.run()
            return simulation.statistics.total
        }
        #expect(try run(1) == run(1))
        #expect(try run(1) != run(2))
    }
}
