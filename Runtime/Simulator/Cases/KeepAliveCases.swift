import ColdStart
import JSON

extension CaseRunner {
    /// The cases of SimFaaS and of measurements: independent runs from an empty start, eight or more.
    func keepAlive(_ test: OracleCase) throws -> [Finding] {
        let arrivals = try test.arrivals()
        let isMeasured = test.kind == "measured/keepalive"
        let warm: Distribution =
            try isMeasured
            ? .exponential(mean: test.number("warm_service_mean")) : test.distribution("warm_service")
        let cold: Distribution =
            try isMeasured
            ? .exponential(mean: test.number("cold_service_mean")) : test.distribution("cold_service")
        let keepAlive = try test.number("keep_alive_s")
        let rate = arrivals.meanRate ?? 1
        let usual = max(200_000 / rate, 2_000 * keepAlive)
        let isWhole = test.params["horizon_s"] != nil
        let run = scenario(
            Workload(arrivals: arrivals, duration: warm, coldStart: .replaced(cold)),
            keepAlive: keepAlive,
            limit: test.optionalInteger("max_concurrency"),
            placement: isMeasured ? .mostRecentlyUsed : .newest,
            horizon: test.number("horizon_s", or: usual) * (isWhole ? 1 : effort),
            skip: test.number("skip_s", or: isWhole ? 0 : 20 * keepAlive)
        )
        let runs = try Simulation.replicate(run, isDeterministic(arrivals) ? 1 : count(run.horizon * rate))
        let observation = Observation(replications: runs)
        if test.kind == "sim/state-distribution" { return stateDistribution(test, runs) }
        return [
            Finding("p_cold", observation.coldStartProbability),
            Finding("p_rej", observation.throttleProbability),
            Finding("servers", observation.environments),
            Finding("running", observation.concurrency),
            Finding("idle", observation.idle),
            Finding("wasted", observation.wasted),
            Finding("lifespan", observation.meanLife),
        ]
    }

    /// So many runs that the figures of short ones are not left to chance.
    private func count(_ arrivals: Double) -> Int { max(2, Int(max(8, min(600, 1_000_000 / arrivals)) * effort)) }

    private func isDeterministic(_ law: ArrivalLaw) -> Bool { if case .deterministic = law { true } else { false } }

    private func stateDistribution(_ test: OracleCase, _ runs: [Simulation]) -> [Finding] {
        test.expected.keys.compactMap { key in
            guard let state = Int(key) else { return nil }
            let shares = runs.map { $0.statistics.timeWithEnvironments.share(of: state) }
            return Finding(key, Estimate(of: shares))
        }
    }

    /// The mean relative error over the measured rows of the same file.
    func measuredAggregate(_ test: OracleCase) throws -> [Finding] {
        guard !measuredRows.isEmpty else { throw OracleCase.Missing(description: "no measured rows in the file") }
        var (cold, servers) = (0.0, 0.0)
        for row in measuredRows {
            guard let p = row.expected["p_cold"]?.doubleValue, let n = row.expected["servers"]?.doubleValue else {
                throw OracleCase.Missing(description: "\(row.name) lacks p_cold or servers")
            }
            let pool = MostRecentlyUsedPool(
                rate: try row.arrivals().meanRate ?? 0,
                meanService: try row.number("warm_service_mean"),
                keepAlive: try row.number("keep_alive_s")
            )
            cold += abs(pool.coldStartProbability - p) / p
            servers += abs(pool.environments - n) / n
        }
        let count = Double(measuredRows.count)
        return [Finding("mape_p_cold", cold / count, .formula), Finding("mape_servers", servers / count, .formula)]
    }

    func single(_ test: OracleCase) throws -> [Finding] {
        let arrivals = try test.arrivals()
        let (rate, keepAlive) = (arrivals.meanRate ?? 0, try test.number("keep_alive_s"))
        let exact = KeepAliveFormulas.instantService(rate: rate, keepAlive: keepAlive)
        let formula = [
            Finding("p_cold", exact.coldStart, .formula), Finding("servers", exact.environments, .formula),
            Finding("lifespan", exact.life, .formula),
        ]
        guard simulatesExactCases else { return formula }
        let workload = Workload(
            arrivals: arrivals,
            duration: try test.distribution("warm_service"),
            coldStart: .replaced(try test.distribution("cold_service"))
        )
        let time = horizon(arrivals: 200_000 / exact.coldStart, rate: rate)
        let run = scenario(workload, keepAlive: keepAlive, limit: nil, horizon: time, skip: 20 * keepAlive)
        let (_, seen) = try simulate(run)
        return formula + [
            Finding("p_cold", seen.coldStartProbability), Finding("servers", seen.environments),
            Finding("lifespan", seen.meanLife),
        ]
    }

    func capOne(_ test: OracleCase) throws -> [Finding] {
        let arrivals = try test.arrivals()
        let (rate, keepAlive) = (arrivals.meanRate ?? 0, try test.number("keep_alive_s"))
        let (warm, cold) = (try test.number("warm_service_mean"), try test.number("cold_service_mean"))
        let exact = KeepAliveFormulas.single(rate: rate, warm: warm, cold: cold, keepAlive: keepAlive)
        let formula = [
            Finding("p_cold_accepted", exact.coldStart, .formula), Finding("p_rej", exact.throttle, .formula),
            Finding("running", exact.throttle, .formula), Finding("servers", exact.environments, .formula),
            Finding("accepted_rate", exact.acceptedRate, .formula),
            Finding("wasted", 1 - exact.throttle / exact.environments, .formula),
        ]
        guard simulatesExactCases else { return formula }
        let workload = Workload(
            arrivals: arrivals,
            duration: .exponential(mean: warm),
            coldStart: .replaced(.exponential(mean: cold))
        )
        let time = horizon(arrivals: 400_000 / exact.coldStart, rate: rate)
        let (_, seen) = try simulate(
            scenario(workload, keepAlive: keepAlive, limit: 1, horizon: time, skip: 20 * keepAlive)
        )
        return formula + [
            Finding("p_cold_accepted", seen.coldStartProbability), Finding("p_rej", seen.throttleProbability),
            Finding("running", seen.concurrency), Finding("servers", seen.environments),
            Finding("accepted_rate", seen.acceptedPerSecond), Finding("wasted", seen.wasted),
        ]
    }

    func renewal(_ test: OracleCase) throws -> [Finding] {
        guard case .gaussian(let mean, let deviation) = try test.distribution("arrival"),
            case .constant(let warm) = try test.distribution("warm_service"),
            case .constant(let cold) = try test.distribution("cold_service")
        else { throw OracleCase.Missing(description: "expected Gaussian gaps and constant services") }
        let keepAlive = try test.number("keep_alive_s")
        let exact = KeepAliveFormulas.gaussianGaps(
            mean: mean,
            deviation: deviation,
            warm: warm,
            cold: cold,
            keepAlive: keepAlive
        )
        let formula = [
            Finding("p_cold", exact.coldStart, .formula), Finding("p_cold_after_warm", exact.afterWarm, .formula),
            Finding("p_cold_after_cold", exact.afterCold, .formula),
        ]
        guard simulatesExactCases else { return formula }
        let workload = Workload(
            arrivals: .renewal(.gaussian(mean: mean, deviation: deviation)),
            duration: .constant(warm),
            coldStart: .replaced(.constant(cold))
        )
        let time = horizon(arrivals: 1_000_000, rate: 1 / mean)
        let (_, seen) = try simulate(
            scenario(workload, keepAlive: keepAlive, limit: nil, horizon: time, skip: 20 * keepAlive)
        )
        return formula + [Finding("p_cold", seen.coldStartProbability)]
    }

    func mostRecentlyUsed(_ test: OracleCase) throws -> [Finding] {
        let arrivals = try test.arrivals()
        let service = try test.distribution("service")
        let (rate, keepAlive) = (arrivals.meanRate ?? 0, try test.number("keep_alive_s"))
        let limit = test.optionalInteger("max_concurrency")
        let exact = MostRecentlyUsedPool(rate: rate, meanService: service.mean, keepAlive: keepAlive, limit: limit)
        let formula = [
            Finding("p_cold", exact.coldStartProbability, .formula), Finding("servers", exact.environments, .formula),
            Finding("running", exact.running, .formula), Finding("p_rej", exact.throttleProbability, .formula),
            Finding("idle", exact.environments - exact.running, .formula),
        ]
        guard simulatesExactCases else { return formula }
        let workload = Workload(arrivals: arrivals, duration: service, coldStart: .replaced(service))
        let time = max(horizon(arrivals: 2_000_000, rate: rate), 400 * keepAlive)
        let (_, seen) = try simulate(
            scenario(workload, keepAlive: keepAlive, limit: limit, horizon: time, skip: 20 * keepAlive)
        )
        return formula + [
            Finding("p_cold", seen.coldStartProbability), Finding("servers", seen.environments),
            Finding("running", seen.concurrency), Finding("p_rej", seen.throttleProbability),
            Finding("idle", seen.idle),
        ]
    }
}
