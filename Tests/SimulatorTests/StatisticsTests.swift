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
