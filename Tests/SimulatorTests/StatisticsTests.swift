import ColdStart
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

    /// A 95 % interval misses the truth one time in twenty: of 120 it covers 104 or more but for four standard deviations.
    @Test func confidenceIntervalsCoverTheTruth() throws {
        let truth = Erlang.loss(servers: 3, load: 2)
        var covered = 0
        for seed in 0..<120 {
            var scenario = Scenario(
                [Workload(arrivals: .poisson(rate: 2), duration: .exponential(mean: 1))],
                horizon: 1_050
            )
            scenario.skip = 50
            scenario.seed = UInt64(seed) + 1
            scenario.limits = .unlimited
            scenario.limits.accountConcurrency = 3
            var simulation = try Simulation(scenario)
            simulation.run()
            if Observation(batchesOf: simulation).throttleProbability.covers(truth) { covered += 1 }
        }
        #expect((104...120).contains(covered), "\(covered) of 120")
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
