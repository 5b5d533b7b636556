import ColdStart
import JSON

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension CaseRunner {
    /// Poisson arrivals at exponential service of one second, nothing cold.
    private func steady(rate: Double, meanService: Double = 1) -> Workload {
        Workload(
            arrivals: .poisson(rate: rate),
            duration: .exponential(mean: meanService),
            coldStart: .replaced(.exponential(mean: meanService))
        )
    }

    func erlangB(_ test: OracleCase) throws -> [Finding] {
        let (limit, load) = (try test.integer("concurrency"), try test.number("offered_load"))
        let lost = Erlang.loss(servers: limit, load: load)
        let formula = [Finding("p_rej", lost, .formula), Finding("running", load * (1 - lost), .formula)]
        guard simulatesExactCases else { return formula }
        let (_, seen) = try simulate(
            scenario(
                steady(rate: load),
                keepAlive: .infinity,
                limit: limit,
                horizon: horizon(arrivals: 3_000_000, rate: load),
                skip: 50
            )
        )
        return formula + [Finding("p_rej", seen.throttleProbability)]
    }

    func erlangC(_ test: OracleCase) throws -> [Finding] {
        let (servers, rate) = (try test.integer("concurrency"), try test.number("arrival_rate"))
        let service = try test.distribution("service").mean
        let exact = Erlang.waiting(servers: servers, rate: rate, meanService: service, longerThan: 1)
        let formula = [
            Finding("p_wait", exact.probability, .formula), Finding("mean_wait_s", exact.mean, .formula),
            Finding("p_wait_gt_1s", exact.longer, .formula),
        ]
        guard simulatesExactCases else { return formula }
        var workload = steady(rate: rate, meanService: service)
        workload.front = .queue(.unlimited, batchSize: 1)
        workload.reserved = servers
        var run = scenario(
            workload,
            keepAlive: .infinity,
            limit: nil,
            horizon: horizon(arrivals: 8_000_000, rate: rate),
            skip: 1_000 * service
        )
        run.limits.accountConcurrency = servers
        let (_, seen) = try simulate(run)
        return formula + [Finding("p_wait", seen.waitProbability), Finding("mean_wait_s", seen.meanWait)]
    }

    func shard(_ test: OracleCase) throws -> [Finding] {
        let (rate, service) = (try test.number("arrival_rate"), try test.distribution("service"))
        let meanSquare: Double =
            switch service {
            case .exponential(let mean): 2 * mean * mean
            case .gaussian(let mean, let deviation): mean * mean + deviation * deviation
            default: service.mean * service.mean
            }
        let exact = Erlang.meanWait(rate: rate, meanService: service.mean, meanSquare: meanSquare)
        let formula = [Finding("mean_wait_s", exact, .formula)]
        guard simulatesExactCases else { return formula }
        var workload = Workload(arrivals: .poisson(rate: rate), duration: service, coldStart: .replaced(service))
        workload.front = .stream(StreamConcurrency(shards: 1), batchSize: 1)
        let time = horizon(arrivals: 8_000_000, rate: rate)
        let (_, seen) = try simulate(scenario(workload, keepAlive: .infinity, limit: nil, horizon: time, skip: 100))
        return formula + [Finding("mean_wait_s", seen.meanWait)]
    }

    func quantiles(_ test: OracleCase) throws -> [Finding] {
        let load = try test.number("offered_load")
        let shares = test.expected.keys.compactMap { key in
            key.hasPrefix("p") ? Double(key.dropFirst()).map { (key, $0 / 100) } : nil
        }
        let formula = shares.map {
            Finding($0.0, Double(PoissonConcurrency.quantile($0.1, load: load)), .formula)
        }
        guard simulatesExactCases else { return formula }
        let time = horizon(arrivals: 5_000_000, rate: load)
        let (run, _) = try simulate(
            scenario(steady(rate: load), keepAlive: .infinity, limit: nil, horizon: time, skip: min(20, time / 4))
        )
        return formula + shares.map { Finding($0.0, Double(run.statistics.timeRunning.quantile($0.1)), .simulation) }
    }

    func provisioned(_ test: OracleCase) throws -> [Finding] {
        let (count, load) = (try test.integer("provisioned"), try test.number("offered_load"))
        let spilled = Erlang.loss(servers: count, load: load)
        let formula = [
            Finding("spill_fraction", spilled, .formula),
            Finding("pc_utilization", load * (1 - spilled) / Double(count), .formula),
        ]
        guard simulatesExactCases else { return formula }
        var workload = steady(rate: load)
        workload.provisioned = .fixed(count)
        workload.coldStart = .delays(StartUpDelays())
        var run = scenario(
            workload,
            keepAlive: .infinity,
            limit: nil,
            horizon: horizon(arrivals: 4_000_000, rate: load),
            skip: 200
        )
        run.allocation = .immediate
        let (_, seen) = try simulate(run)
        // On demand and provisioned invocations take equally long, so their GB-seconds tell them apart.
        let spill = Estimate(
            ratios: seen.parts.map {
                ($0.gigabyteSeconds, $0.gigabyteSeconds + $0.provisionedDurationGigabyteSeconds)
            }
        )
        let gigabytes = Double(workload.memorySize) / 1_024
        let utilization = Estimate(
            ratios: seen.parts.map { ($0.provisionedDurationGigabyteSeconds / gigabytes, $0.provisioned) }
        )
        return formula + [Finding("spill_fraction", spill), Finding("pc_utilization", utilization)]
    }

    func latency(_ test: OracleCase) throws -> [Finding] {
        let cold = try test.number("p_cold")
        guard case .exponential(let mean) = try test.distribution("handler") else {
            throw OracleCase.Missing(description: "expected an exponential handler")
        }
        let initialization = try test.distribution("init").mean
        let shares = test.expected.keys.compactMap { key in Double(key.dropFirst()).map { (key, $0 / 100) } }
        let formula = shares.map { key, share in
            let value = KeepAliveFormulas.latencyQuantile(
                share,
                coldStart: cold,
                meanDuration: mean,
                initialization: initialization
            )
            return Finding(key, value, .formula)
        }
        guard simulatesExactCases else { return formula }
        // Gaps so long that invocations do not meet: a gap is longer than the keep-alive with the given probability.
        let keepAlive = 2_000.0
        let rate = -log(cold) / keepAlive
        var delays = StartUpDelays()
        delays.initialization = .constant(initialization)
        let workload = Workload(
            arrivals: .poisson(rate: rate),
            duration: .exponential(mean: mean),
            coldStart: .delays(delays)
        )
        let time = horizon(arrivals: 2_000_000, rate: rate)
        let (run, _) = try simulate(scenario(workload, keepAlive: keepAlive, limit: nil, horizon: time, skip: 0))
        return formula
            + shares.compactMap { key, share in
                run.statistics.latencies.quantile(share).map { Finding(key, $0, .simulation) }
            }
    }
}
