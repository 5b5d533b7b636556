import ColdStart
import JSON
import Time

extension CaseRunner {
    /// A function grows towards a demand: environments after so many seconds (`t5`), or what an open load is refused.
    func scaling(_ test: OracleCase) throws -> [Finding] {
        var limits = FleetLimits.unlimited
        if let account = test.optionalInteger("account_limit") { limits.accountConcurrency = account }
        let burst = try test.integer("rate_per_10s")
        limits.scalingRate = ScalingRate(burst: burst, perSecond: Double(burst) / 10)
        guard test.params["demand"] == nil else { return try closedScaling(test, limits) }
        let service = try test.distribution("service")
        let rate = try test.number("arrival_rate")
        let workload = Workload(
            arrivals: .deterministic(interval: 1 / rate),
            duration: service,
            coldStart: .replaced(service)
        )
        var scenario = Scenario([workload], horizon: test.number("horizon_s", or: 30))
        scenario.limits = limits
        scenario.samples = Int(scenario.horizon)
        let (run, _) = try simulate(scenario)
        let refused = run.statistics.samples.map(\.throttled)
        return refused.enumerated().map { Finding("s\($0.offset)", $0.element, .model) }
            + ["total", "throttled", "total_throttled"].map { Finding($0, refused.reduce(0, +), .model) }
    }

    private func closedScaling(_ test: OracleCase, _ limits: FleetLimits) throws -> [Finding] {
        let demand = try test.integer("demand")
        let seconds = test.expected.keys.compactMap { key in Int(key.dropFirst()).map { (key, $0) } }
        var fleet = Fleet(limits: limits)
        let function = fleet.add()
        var findings: [Finding] = []
        for step in 0...((seconds.map(\.1).max() ?? 0) * 100) {
            let now = Timestamp(nanosecondsSinceEpoch: Int64(step) * 10_000_000)
            while fleet.count(of: function).busy < demand {
                guard case .start = fleet.arrive(function, at: now) else { break }
            }
            for (key, second) in seconds where second * 100 == step {
                findings.append(Finding(key, Double(fleet.count(of: function).busy), .model))
            }
        }
        return findings
    }

    func quota(_ test: OracleCase) throws -> [Finding] {
        if test.params["rps"] != nil { return try requestRate(test) }
        if test.params["concurrent_demand"] != nil { return try reservedAndProvisioned(test) }
        if let count = test.optionalInteger("provisioned") { return try spillOver(count) }
        let limits = FleetLimits(accountConcurrency: try test.integer("account_concurrency"))
        let reservable = limits.maximumReservable
        return [
            Finding("max_reservable", Double(reservable), .model),
            Finding("unreserved_floor", Double(limits.accountConcurrency - reservable), .model),
        ]
    }

    private func requestRate(_ test: OracleCase) throws -> [Finding] {
        let limits = FleetLimits(accountConcurrency: try test.integer("account_concurrency"))
        let (rate, duration) = (try test.number("rps"), try test.number("duration_s"))
        let cap = limits.requestRate(forConcurrency: limits.accountConcurrency) ?? .infinity
        let needed = limits.requiredConcurrency(requestsPerSecond: rate, durationInSeconds: duration)
        return [
            Finding("concurrency", rate * duration, .model),
            Finding("rps_cap", cap, .model),
            Finding("throttled_fraction", max(0, 1 - cap / rate), .model),
            Finding("required_account_concurrency", needed, .model),
        ]
    }

    /// What one moment's demand meets when part of a reservation is provisioned.
    private func reservedAndProvisioned(_ test: OracleCase) throws -> [Finding] {
        var fleet = Fleet(limits: FleetLimits(accountConcurrency: try test.integer("account")))
        let function = fleet.add(reserved: test.optionalInteger("reserved"))
        try allocate(try test.integer("provisioned"), function, &fleet)
        var (warm, cold, throttled) = (0.0, 0.0, 0.0)
        for _ in 0..<(try test.integer("concurrent_demand")) {
            switch fleet.arrive(function, at: Self.start) {
            case .reuse: warm += 1
            case .start: cold += 1
            default: throttled += 1
            }
        }
        return [
            Finding("warm", warm, .model), Finding("cold_capable", cold, .model),
            Finding("throttled", throttled, .model),
        ]
    }

    private static let start = Timestamp(nanosecondsSinceEpoch: 0)

    private func allocate(_ count: Int, _ function: FunctionID, _ fleet: inout Fleet) throws {
        _ = try fleet.provision(function, count, rate: .immediate, at: Self.start)
        for environment in fleet.prepare(function, at: Self.start) {
            fleet.initialized(environment, of: function, at: Self.start)
        }
    }

    /// Provisioned concurrency spills over when all of it is busy, and at ten requests a second for each of it.
    private func spillOver(_ count: Int) throws -> [Finding] {
        var busy = Fleet()
        let function = busy.add()
        try allocate(count, function, &busy)
        var concurrency = 0.0
        while case .reuse = busy.arrive(function, at: Self.start) { concurrency += 1 }
        var quick = Fleet()
        let other = quick.add()
        try allocate(count, other, &quick)
        var requests = 0.0
        while case .reuse(let environment) = quick.arrive(other, at: Self.start), quick.isProvisioned(environment) {
            requests += 1
            _ = quick.release(environment, of: other, at: Self.start)
        }
        return [
            Finding("spill_at_concurrency", concurrency, .model), Finding("spill_at_rps", requests, .model),
        ]
    }

    func pollers(_ test: OracleCase) throws -> [Finding] {
        let scaling = PollerScaling(
            initial: try test.integer("initial"),
            addedPerMinute: try test.integer("per_minute"),
            maximum: try test.integer("max")
        )
        return test.expected.keys.compactMap { key in
            Int(key.drop { !$0.isNumber }).map {
                Finding(key, Double(scaling.concurrency(afterMinutes: $0)), .model)
            }
        }
    }

    func retries(_ test: OracleCase) throws -> [Finding] {
        var policy = AsyncRetryPolicy()
        policy.maximumRetryAttempts = try test.integer("max_retries")
        var waits: [Double] = []
        var age = Duration.zero
        while case .retry(let wait) = policy.decide(.functionError, errors: waits.count + 1, refusals: 0, age: age) {
            waits.append(wait.inSeconds)
            age += wait
        }
        let expected = test.expected["waits_s"]?.arrayValue?.compactMap(\.doubleValue) ?? []
        return [
            Finding("attempts", Double(waits.count + 1), .model),
            Finding("waits_s", waits == expected ? 0 : .nan, .model),
        ]
    }

    func cpu(_ test: OracleCase) -> [Finding] {
        test.expected.keys.compactMap { key in
            Int(key).map { Finding(key, BilledDuration.virtualCPUs(memorySize: $0), .model) }
        }
    }

    func billing(_ test: OracleCase) throws -> [Finding] {
        let billed = BilledDuration.milliseconds(
            duration: try test.number("duration_ms"),
            initDuration: test.number("init_ms", or: 0)
        )
        return [Finding("billed_ms", Double(billed), .model)]
    }

    func projection(_ test: OracleCase) throws -> [Finding] {
        let (rate, seconds) = (try test.number("rps"), try test.number("handler_ms") / 1_000)
        let gigabytes = BilledDuration.gigabyteSeconds(
            milliseconds: try test.number("handler_ms") * rate * 86_400,
            memorySize: try test.integer("mb")
        )
        let limits = FleetLimits()
        var usage = Usage()
        usage.requests = rate * 86_400
        usage.gigabyteSeconds = gigabytes
        usage.architecture = PriceTable.Architecture(rawValue: test.params["arch"]?.stringValue ?? "x86") ?? .x86
        return [
            Finding("concurrency", rate * seconds, .model),
            Finding("gb_s_per_day", gigabytes, .model),
            Finding("requests_per_day", usage.requests, .model),
            Finding(
                "required_account_concurrency_by_rps",
                limits.requiredConcurrency(requestsPerSecond: rate, durationInSeconds: 0),
                .model
            ),
            Finding(
                "required_account_concurrency",
                limits.requiredConcurrency(requestsPerSecond: rate, durationInSeconds: seconds),
                .model
            ),
            Finding("usd_per_day", Bill(usage, freeTier: false).total, .model),
        ]
    }
}
