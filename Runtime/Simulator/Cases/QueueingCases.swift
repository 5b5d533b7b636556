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
        return try simulating(formula, arrivals: 3_000_000, rate: load, skip: 50) { horizon in
            let run = scenario(steady(rate: load), keepAlive: .infinity, limit: limit, horizon: horizon, skip: 50)
            return [Finding("p_rej", try simulate(run).1.throttleProbability)]
        }
    }

    /// So many arrivals that the mean wait is within a percent or so: the nearer to its limit a queue is, the longer it
    /// remembers, so that so many arrivals are one look at it; and the rarer waiting is, the fewer looks find any.
    private func arrivals(utilization: Double, waiting: Double) -> Double {
        guard utilization < 1, waiting > 0 else { return .infinity }
        let gap = 1 - utilization.squareRoot()
        return max(8_000_000, 40_000 / waiting * utilization / (gap * gap))
    }

    func erlangC(_ test: OracleCase) throws -> [Finding] {
        let (servers, rate) = (try test.integer("concurrency"), try test.number("arrival_rate"))
        try test.expect("queue") { $0.hasPrefix("infinite FIFO") }
        let law = try test.distribution("service")
        let service = law.mean
        guard servers > 0, service > 0 else {
            throw OracleCase.Missing(description: "concurrency and service must be above 0")
        }
        let exact = Erlang.waiting(servers: servers, rate: rate, meanService: service, longerThan: 1)
        var formula = [
            Finding("p_wait", exact.probability, .formula), Finding("mean_wait_s", exact.mean, .formula),
            Finding("p_wait_gt_1s", exact.longer, .formula),
        ]
        if case .exponential = law {} else { formula = [Finding(note: "no closed form: service is not exponential")] }
        let count = arrivals(utilization: rate * service / Double(servers), waiting: exact.probability)
        return try simulating(formula, arrivals: count, rate: rate, skip: 1_000 * service) { horizon in
            var workload = steady(rate: rate, meanService: service)
            (workload.duration, workload.coldStart) = (law, .replaced(law))
            let pollers = PollerScaling(initial: servers, addedPerMinute: 0, maximum: servers)
            workload.front = .queue(pollers, batchSize: 1)
            workload.reserved = servers
            var run = scenario(workload, keepAlive: .infinity, limit: nil, horizon: horizon, skip: 1_000 * service)
            run.limits.accountConcurrency = servers
            let (_, seen) = try simulate(run)
            return [Finding("p_wait", seen.waitProbability), Finding("mean_wait_s", seen.meanWait)]
        }
    }

    func shard(_ test: OracleCase) throws -> [Finding] {
        let (rate, service) = (try test.number("arrival_rate"), try test.distribution("service"))
        try test.expect("queue") { $0.hasPrefix("one ") && $0.hasSuffix("PF=1, batch 1") }
        let exact = Erlang.meanWait(rate: rate, meanService: service.mean, meanSquare: meanSquare(of: service))
        let formula = [Finding("mean_wait_s", exact, .formula)]
        let load = rate * service.mean
        return try simulating(formula, arrivals: arrivals(utilization: load, waiting: load), rate: rate, skip: 100) {
            horizon in
            var workload = Workload(arrivals: .poisson(rate: rate), duration: service, coldStart: .replaced(service))
            workload.front = .stream(StreamConcurrency(shards: 1), batchSize: 1)
            let run = scenario(workload, keepAlive: .infinity, limit: nil, horizon: horizon, skip: 100)
            return [Finding("mean_wait_s", try simulate(run).1.meanWait)]
        }
    }

    /// Of the laws that a case may name, as they are sampled: what a Gaussian law has below 0 counts as 0.
    private func meanSquare(of service: Distribution) -> Double {
        switch service {
        case .exponential(let mean): return 2 * mean * mean
        case .gaussian(let mean, let deviation) where deviation > 0:
            let above = Distribution.standardNormal(below: mean / deviation)
            return mean * service.mean + deviation * deviation * above
        default: return service.mean * service.mean
        }
    }

    func quantiles(_ test: OracleCase) throws -> [Finding] {
        let load = try test.number("offered_load")
        let shares = Self.shares(test)
        let formula = shares.map {
            Finding($0.0, Double(PoissonConcurrency.quantile($0.1, load: load)), .formula)
        }
        // As long as it takes to forget the start, at least.
        return try simulating(formula, arrivals: max(5_000_000, 20 * load), rate: load, skip: 20) { horizon in
            let run = scenario(steady(rate: load), keepAlive: .infinity, limit: nil, horizon: horizon, skip: 20)
            let time = try simulate(run).0.statistics.timeRunning
            return shares.map { Finding($0.0, Double(time.quantile($0.1)), .simulation) }
        }
    }

    /// `p99.9` is a share of 0.999.
    private static func shares(_ test: OracleCase) -> [(String, Double)] {
        test.expected.keys.compactMap { key in
            guard key.hasPrefix("p"), let percent = Double(key.dropFirst()), percent >= 0, percent < 100 else {
                return nil
            }
            return (key, percent / 100)
        }
    }

    func provisioned(_ test: OracleCase) throws -> [Finding] {
        let (count, load) = (try test.integer("provisioned"), try test.number("offered_load"))
        try test.expect("on_demand") { $0 == "unlimited" }
        guard count > 0 else { throw OracleCase.Missing(description: "provisioned must be above 0") }
        let spilled = Erlang.loss(servers: count, load: load)
        let formula = [
            Finding("spill_fraction", spilled, .formula),
            Finding("pc_utilization", load * (1 - spilled) / Double(count), .formula),
        ]
        return try simulating(formula, arrivals: 4_000_000, rate: load, skip: 200) { horizon in
            var workload = steady(rate: load)
            workload.provisioned = .fixed(count)
            workload.coldStart = .delays(StartUpDelays())
            var run = scenario(workload, keepAlive: .infinity, limit: nil, horizon: horizon, skip: 200)
            run.allocation = .immediate
            let (_, seen) = try simulate(run)
            // On demand and provisioned invocations take equally long, so their GB-seconds tell them apart.
            let spill = Estimate(
                ratios: seen.parts.map {
                    ($0.compute.onDemand, $0.compute.onDemand + $0.compute.provisionedDuration)
                }
            )
            let gigabytes = Double(workload.memorySize) / 1_024
            let utilization = Estimate(
                ratios: seen.parts.map { ($0.compute.provisionedDuration / gigabytes, $0.provisioned) }
            )
            return [Finding("spill_fraction", spill), Finding("pc_utilization", utilization)]
        }
    }

    func latency(_ test: OracleCase) throws -> [Finding] {
        let cold = try test.number("p_cold")
        guard cold <= 1 else { throw OracleCase.Missing(description: "p_cold must be 0 to 1") }
        let (handler, start) = (try test.distribution("handler"), try test.distribution("init"))
        guard let handlerTime = handler.latencyTime, let startTime = start.latencyTime, handler.mean + start.mean > 0
        else { throw OracleCase.Missing(description: "expected a handler and an init, each exponential or constant") }
        let law = LatencyLaw(handler: handlerTime, initialization: startTime, coldStart: cold)
        let shares = Self.shares(test)
        let formula = shares.map { key, share in Finding(key, law.quantile(share), .formula) }
        // Chance tells nothing where a little more or less of it makes a leap.
        let steady = shares.filter { _, share in
            let little = min(share, 1 - share) / 20
            return law.quantile(share + little) - law.quantile(share - little) < 0.25 * law.quantile(share)
        }
        // Times are scaled so that invocations hardly meet, and the keep-alive is so long that a gap is longer than it with
        // the given probability.
        let scale = 0.02 / (handler.mean + start.mean)
        let rate = 1.0 / 4_000
        let keepAlive = cold > 0 ? max(0, -log(cold) / rate) : .infinity
        return try simulating(formula, arrivals: 2_000_000, rate: rate, skip: cold > 0 ? 0 : 1_000 / rate) { horizon in
            let workload = Workload(
                arrivals: .poisson(rate: rate),
                duration: handler.scaled(by: scale),
                coldStart: .delays(StartUpDelays(initialization: start.scaled(by: scale)))
            )
            let skip = cold > 0 ? 0 : 1_000 / rate
            let run = scenario(workload, keepAlive: keepAlive, limit: nil, horizon: horizon, skip: skip)
            let latencies = try simulate(run).0.statistics.latencies
            return steady.compactMap { key, share in
                latencies.quantile(share).map { Finding(key, $0 / scale, .simulation) }
            }
        }
    }
}

extension Distribution {
    /// `nil` for a law without a closed form of latency.
    fileprivate var latencyTime: LatencyLaw.Time? {
        switch self {
        case .constant(let value): .constant(value)
        case .exponential(let mean): mean > 0 ? .exponential(mean: mean) : .constant(0)
        default: nil
        }
    }
}
