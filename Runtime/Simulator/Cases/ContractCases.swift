import ColdStart
import JSON
import Time

extension CaseRunner {
    func quota(_ test: OracleCase) throws -> [Finding] {
        let isOfAccount = test.has("account_concurrency", "account") || !test.has("provisioned")
        if test.has("rps"), isOfAccount { return try requestRate(test) }
        if test.has("concurrent_demand") { return try reservedAndProvisioned(test) }
        if let count = try test.optionalInteger("provisioned") { return try spillOver(count, test) }
        let limits = FleetLimits(accountConcurrency: try test.integer("account_concurrency"))
        let reservable = limits.maximumReservable
        return [
            Finding("max_reservable", Double(reservable), .model),
            Finding("unreserved_floor", Double(limits.accountConcurrency - reservable), .model),
        ]
    }

    private func requestRate(_ test: OracleCase) throws -> [Finding] {
        let limits = FleetLimits(accountConcurrency: try test.integer("account_concurrency", "account"))
        let (rate, duration) = (try test.number("rps"), try test.number("duration_s"))
        // The limit holds for a reservation as it does for the account.
        let concurrency = min(limits.accountConcurrency, try test.optionalInteger("reserved") ?? .max)
        let cap = limits.requestRate(forConcurrency: concurrency) ?? .infinity
        // Whichever is tighter: requests a second, or what is under way at once.
        let served = rate > 0 ? min(1, cap / rate, duration > 0 ? Double(concurrency) / (rate * duration) : 1) : 1
        let needed = limits.requiredConcurrency(requestsPerSecond: rate, durationInSeconds: duration)
        return [
            Finding("concurrency", rate * duration, .model),
            Finding("rps_cap", cap, .model),
            Finding("throttled_fraction", 1 - served, .model),
            Finding("required_account_concurrency", needed, .model),
        ]
    }

    /// What one moment's demand meets when part of a reservation is provisioned.
    private func reservedAndProvisioned(_ test: OracleCase) throws -> [Finding] {
        let account = try test.integer("account", "account_concurrency")
        var fleet = Fleet(limits: FleetLimits(accountConcurrency: account))
        let function = fleet.add(reserved: try test.optionalInteger("reserved"))
        try allocate(try test.optionalInteger("provisioned") ?? 0, function, &fleet)
        var (warm, cold, throttled) = (0.0, 0.0, 0.0)
        for _ in 0..<(try few(test.integer("concurrent_demand"), "concurrent_demand")) {
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

    /// Each of them is tried.
    private func few(_ count: Int, _ name: String) throws(OracleCase.Missing) -> Int {
        guard count <= 3_000_000 else { throw OracleCase.Missing(description: "\(name): \(count) are too many to try") }
        return count
    }

    private func allocate(_ count: Int, _ function: FunctionID, _ fleet: inout Fleet) throws {
        _ = try fleet.provision(function, count, rate: .immediate, at: Self.start)
        for environment in fleet.prepare(function, at: Self.start) {
            fleet.initialized(environment, of: function, at: Self.start)
        }
    }

    /// Provisioned concurrency spills over when all of it is busy, and at ten requests a second for each of it.
    private func spillOver(_ count: Int, _ test: OracleCase) throws -> [Finding] {
        // The account has room for all of it.
        let limits = FleetLimits(accountConcurrency: max(1_000, try few(count, "provisioned") + 100))
        var busy = Fleet(limits: limits)
        let function = busy.add()
        try allocate(count, function, &busy)
        var concurrency = 0.0
        while case .reuse(let environment) = busy.arrive(function, at: Self.start), busy.isProvisioned(environment) {
            concurrency += 1
        }
        var quick = Fleet(limits: limits)
        let other = quick.add()
        try allocate(count, other, &quick)
        var requests = 0.0
        while case .reuse(let environment) = quick.arrive(other, at: Self.start), quick.isProvisioned(environment) {
            requests += 1
            _ = quick.release(environment, of: other, at: Self.start)
        }
        let limit = [
            Finding("spill_at_concurrency", concurrency, .model), Finding("spill_at_rps", requests, .model),
        ]
        return try limit + spill(test, atConcurrency: concurrency, atRate: requests)
    }

    /// What of a steady rate goes beyond what the provisioned environments take, by their number or by their request rate.
    private func spill(_ test: OracleCase, atConcurrency concurrency: Double, atRate most: Double) throws -> [Finding] {
        guard test.has("rps") else { return [] }
        let (rate, duration) = (try test.number("rps"), try test.number("duration_s", or: 0))
        let taken = min(rate, most, duration > 0 ? concurrency / duration : .infinity)
        let share = rate > 0 ? (rate - taken) / rate : 0
        return [Finding("spill_rps", rate - taken, .model)]
            + ["spill_fraction", "spilled_fraction"].map { Finding($0, share, .model) }
    }

    func pollers(_ test: OracleCase) throws -> [Finding] {
        if test.has("shards") { return try shards(test) }
        try test.expect("mode") { $0 == "provisioned" && test.has("pollers", "max_pollers", "maximum_pollers") }
        let scaling: PollerScaling
        var more: [Finding] = []
        if let pollers = try test.optionalInteger(["pollers", "max_pollers", "maximum_pollers"]) {
            let least = try test.optionalInteger(["min_pollers", "minimum_pollers"]) ?? pollers
            scaling = .provisioned(minimumPollers: least, maximumPollers: pollers)
            more = [
                Finding("throughput_mb_s", Double(pollers), .model),
                Finding("polls_per_s", Double(10 * pollers), .model),
            ]
        } else {
            let usual = PollerScaling()
            let own = try test.optionalInteger(["maximum_concurrency", "max_concurrency"]) ?? .max
            let most = min(try test.optionalInteger("max") ?? usual.maximum, own)
            scaling = PollerScaling(
                initial: try test.optionalInteger("initial") ?? usual.initial,
                addedPerMinute: try test.optionalInteger("per_minute") ?? usual.addedPerMinute,
                maximum: most
            )
        }
        let most = ["max_concurrent_invokes", "max_concurrency", "concurrency"].map {
            Finding($0, Double(scaling.maximum), .model)
        }
        let course = test.expected.keys.compactMap { key -> Finding? in
            guard key.hasPrefix("min"), let minute = Int(key.dropFirst(3)), minute >= 0 else { return nil }
            return Finding(key, Double(scaling.concurrency(afterMinutes: minute)), .model)
        }
        return most + more + course
    }

    private func shards(_ test: OracleCase) throws -> [Finding] {
        let shards = try test.integer("shards")
        let factor = try test.optionalInteger(["parallelization_factor", "factor", "pf"]) ?? 1
        guard shards > 0, (1...10).contains(factor) else {
            throw OracleCase.Missing(description: "there must be a shard, and a parallelization factor of 1 to 10")
        }
        let lanes = Double(StreamConcurrency(shards: shards, parallelizationFactor: factor).lanes)
        return ["concurrency", "max_concurrent_invokes", "max_concurrency"].map { Finding($0, lanes, .model) }
    }

    func retries(_ test: OracleCase) throws -> [Finding] {
        var policy = AsyncRetryPolicy()
        let retries =
            try test.optionalInteger(["max_retries", "maximum_retry_attempts"]) ?? policy.maximumRetryAttempts
        let oldest = try test.number("max_event_age_s", or: policy.maximumEventAge.inSeconds)
        guard retries <= 2, (60...21_600).contains(oldest) else {
            throw OracleCase.Missing(description: "max_retries must be 0 to 2, and max_event_age_s 60 to 21600")
        }
        (policy.maximumRetryAttempts, policy.maximumEventAge) = (retries, .seconds(oldest))
        var waits: [Double] = []
        var age = Duration.zero
        while case .retry(let wait) = policy.decide(.functionError, errors: waits.count + 1, refusals: 0, age: age) {
            waits.append(wait.inSeconds)
            age += wait
        }
        return [
            Finding("attempts", Double(waits.count + 1), .model),
            Finding("waits_s", waits, of: test),
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
            initDuration: try test.number("init_ms", or: 0)
        )
        return [Finding("billed_ms", Double(billed), .model)]
    }

    /// What a cold start adds takes its time and is billed.
    func projection(_ test: OracleCase) throws -> [Finding] {
        let (rate, cold) = (try test.number("rps"), try test.number("p_cold", or: 0))
        guard cold <= 1 else { throw OracleCase.Missing(description: "p_cold must be 0 to 1") }
        let milliseconds = try test.number("handler_ms") + cold * test.number("init_ms", or: 0)
        let memory = try test.integer("mb")
        let gigabytes = BilledDuration.gigabyteSeconds(milliseconds: milliseconds * rate * 86_400, memorySize: memory)
        let limits = FleetLimits()
        var usage = Usage()
        usage.requests = rate * 86_400
        usage.compute[try architecture(test)].onDemand = gigabytes
        let concurrency = rate * milliseconds / 1_000
        return [
            Finding("concurrency", concurrency, .model),
            Finding("gb_s_per_day", gigabytes, .model),
            Finding("requests_per_day", usage.requests, .model),
            Finding(
                "required_account_concurrency_by_rps",
                limits.requiredConcurrency(requestsPerSecond: rate, durationInSeconds: 0),
                .model
            ),
            Finding(
                "required_account_concurrency",
                limits.requiredConcurrency(requestsPerSecond: rate, durationInSeconds: milliseconds / 1_000),
                .model
            ),
            Finding("usd_per_day", Bill(usage, freeTier: false).total, .model),
        ]
    }
}
