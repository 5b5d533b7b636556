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
        try test.expect("start") { $0 == "empty, first arrival after one gap" }
        let rate = arrivals.meanRate ?? 1
        let usual = max(200_000 / rate, 2_000 * keepAlive)
        let horizon = try test.optionalNumber(["horizon_s"])
        let run = scenario(
            Workload(arrivals: arrivals, duration: warm, coldStart: .replaced(cold)),
            keepAlive: keepAlive,
            limit: try test.optionalInteger("max_concurrency"),
            placement: try test.placement("placement", or: isMeasured ? .mostRecentlyUsed : .newest),
            horizon: horizon ?? usual * effort,
            skip: try test.number("skip_s", or: horizon == nil ? 20 * keepAlive : 0)
        )
        let runs = try replicate(run, isDeterministic(arrivals) ? 1 : count(run.horizon * rate))
        let observation = Observation(replications: runs)
        if test.kind == "sim/state-distribution" { return stateDistribution(test, runs) }
        return Self.findings(of: observation)
    }

    static func findings(of seen: Observation) -> [Finding] {
        let served = seen.total.accepted
        return [
            Finding("p_cold", seen.coldStartProbability, among: served),
            Finding("p_rej", seen.throttleProbability, among: served + seen.total.throttled),
            Finding("servers", seen.environments), Finding("running", seen.concurrency), Finding("idle", seen.idle),
            Finding("wasted", seen.wasted), Finding("utilization", seen.utilization),
            Finding("lifespan", seen.meanLife),
        ]
    }

    private func replicate(_ scenario: Scenario, _ count: Int) throws -> [Simulation] {
        try (0..<count).map { try run(scenario.repeated($0)) }
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
        try test.expect("model") { $0.hasPrefix("M/M/inf") }
        let keepAlive = try test.optionalNumber(["keep_alive_s"])
        let rows = try test.optionalInteger("rows")
        var (cold, servers) = (0.0, 0.0)
        for row in measuredRows {
            guard let p = row.expected["p_cold"]?.doubleValue, let n = row.expected["servers"]?.doubleValue else {
                throw OracleCase.Missing(description: "\(row.name) lacks p_cold or servers")
            }
            let pool = MostRecentlyUsedPool(
                rate: try row.arrivals().meanRate ?? 0,
                meanService: try row.number("warm_service_mean"),
                keepAlive: try keepAlive ?? row.number("keep_alive_s")
            )
            cold += abs(pool.coldStartProbability - p) / p
            servers += abs(pool.environments - n) / n
        }
        let count = measuredRows.count
        let isPart = rows.map { $0 != count } ?? false
        return [
            Finding("mape_p_cold", cold / Double(count), .formula),
            Finding("mape_servers", servers / Double(count), .formula),
        ] + (isPart ? [Finding(note: "of the \(count) rows in the file")] : [])
    }

    /// The closed forms are about Poisson arrivals.
    private func rate(of arrivals: ArrivalLaw) -> Double? {
        if case .poisson(let rate) = arrivals { rate } else { nil }
    }

    private static let noForm = [Finding(note: "no closed form for these laws")]

    func single(_ test: OracleCase) throws -> [Finding] {
        let arrivals = try test.arrivals()
        let keepAlive = try test.number("keep_alive_s")
        let (warm, cold) = (try test.distribution("warm_service"), try test.distribution("cold_service"))
        var (formula, share) = (Self.noForm, 1.0)
        if let rate = rate(of: arrivals), warm.mean == 0, cold.mean == 0 {
            let exact = KeepAliveFormulas.instantService(rate: rate, keepAlive: keepAlive)
            formula = [
                Finding("p_cold", exact.coldStart, .formula), Finding("servers", exact.environments, .formula),
                Finding("lifespan", exact.life, .formula),
            ]
            share = exact.coldStart
        }
        let (rate, skip) = (arrivals.meanRate ?? 0, 20 * keepAlive)
        return try simulating(formula, arrivals: 200_000 / share, rate: rate, skip: skip) { horizon in
            let workload = Workload(arrivals: arrivals, duration: warm, coldStart: .replaced(cold))
            let run = scenario(workload, keepAlive: keepAlive, limit: nil, horizon: horizon, skip: skip)
            let (_, seen) = try simulate(run)
            return [
                Finding("p_cold", seen.coldStartProbability), Finding("servers", seen.environments),
                Finding("lifespan", seen.meanLife),
            ]
        }
    }

    func capOne(_ test: OracleCase) throws -> [Finding] {
        let arrivals = try test.arrivals()
        let keepAlive = try test.number("keep_alive_s")
        let (warm, cold) = (try test.number("warm_service_mean"), try test.number("cold_service_mean"))
        if let limit = try test.optionalInteger("max_concurrency"), limit != 1 {
            throw OracleCase.Missing(description: "max_concurrency must be 1, not \(limit)")
        }
        var (formula, share) = (Self.noForm, 1.0)
        if let rate = rate(of: arrivals) {
            let exact = KeepAliveFormulas.single(rate: rate, warm: warm, cold: cold, keepAlive: keepAlive)
            formula = [
                Finding("p_cold_accepted", exact.coldStart, .formula), Finding("p_rej", exact.throttle, .formula),
                Finding("running", exact.throttle, .formula), Finding("servers", exact.environments, .formula),
                Finding("accepted_rate", exact.acceptedRate, .formula),
                Finding("wasted", 1 - exact.throttle / exact.environments, .formula),
            ]
            share = min(exact.coldStart, exact.throttle)
        }
        let (rate, skip) = (arrivals.meanRate ?? 0, 20 * keepAlive)
        return try simulating(formula, arrivals: 400_000 / share, rate: rate, skip: skip) { horizon in
            let workload = Workload(
                arrivals: arrivals,
                duration: .exponential(mean: warm),
                coldStart: .replaced(.exponential(mean: cold))
            )
            let (_, seen) = try simulate(
                scenario(workload, keepAlive: keepAlive, limit: 1, horizon: horizon, skip: skip)
            )
            return [
                Finding("p_cold_accepted", seen.coldStartProbability), Finding("p_rej", seen.throttleProbability),
                Finding("running", seen.concurrency), Finding("servers", seen.environments),
                Finding("accepted_rate", seen.acceptedPerSecond), Finding("wasted", seen.wasted),
            ]
        }
    }

    func renewal(_ test: OracleCase) throws -> [Finding] {
        guard case .gaussian(let mean, let deviation) = try test.distribution("arrival"), mean > 0, deviation > 0,
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
        let skip = 20 * keepAlive
        return try simulating(formula, arrivals: 1_000_000, rate: 1 / mean, skip: skip) { horizon in
            let workload = Workload(
                arrivals: .renewal(.gaussian(mean: mean, deviation: deviation)),
                duration: .constant(warm),
                coldStart: .replaced(.constant(cold))
            )
            let run = scenario(workload, keepAlive: keepAlive, limit: nil, horizon: horizon, skip: skip)
            return [Finding("p_cold", try simulate(run).1.coldStartProbability)]
        }
    }

    func mostRecentlyUsed(_ test: OracleCase) throws -> [Finding] {
        let arrivals = try test.arrivals()
        let service = try test.distribution("service")
        let keepAlive = try test.number("keep_alive_s")
        let limit = try test.optionalInteger("max_concurrency")
        let placement = try test.placement("placement", or: .mostRecentlyUsed)
        let isAlike = try test.flag("cold_equals_warm") ?? true
        let cold = isAlike ? service : try test.distribution("cold_service")
        var formula = Self.noForm
        if let rate = rate(of: arrivals), case .exponential(let mean) = service, isAlike, placement == .mostRecentlyUsed
        {
            formula = try pool(rate: rate, meanService: mean, keepAlive: keepAlive, limit: limit)
        }
        let (rate, skip) = (arrivals.meanRate ?? 0, 20 * keepAlive)
        let count = max(2_000_000, 400 * keepAlive * rate)
        return try simulating(formula, arrivals: count, rate: rate, skip: skip) { horizon in
            let workload = Workload(arrivals: arrivals, duration: service, coldStart: .replaced(cold))
            let run = scenario(
                workload,
                keepAlive: keepAlive,
                limit: limit,
                placement: placement,
                horizon: horizon,
                skip: skip
            )
            return Self.findings(of: try simulate(run).1)
        }
    }

    /// What the theory says, where that takes no more than some ten seconds.
    private func pool(rate: Double, meanService: Double, keepAlive: Double, limit: Int?) throws -> [Finding] {
        let work = MostRecentlyUsedPool.work(rate: rate, meanService: meanService, keepAlive: keepAlive, limit: limit)
        guard work < 3e10 else { return [Finding(note: "the closed form takes too long")] }
        let exact = MostRecentlyUsedPool(rate: rate, meanService: meanService, keepAlive: keepAlive, limit: limit)
        return [
            Finding("p_cold", exact.coldStartProbability, .formula), Finding("servers", exact.environments, .formula),
            Finding("running", exact.running, .formula), Finding("p_rej", exact.throttleProbability, .formula),
            Finding("idle", exact.environments - exact.running, .formula),
        ]
    }
}
