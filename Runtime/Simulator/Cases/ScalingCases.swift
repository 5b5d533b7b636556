import ColdStart
import JSON
import Time

extension CaseRunner {
    /// A function grows towards a demand: environments after so many seconds (`t5`), or what an open load is refused.
    func scaling(_ test: OracleCase) throws -> [Finding] {
        let burst = try test.integer("rate_per_10s")
        try test.expect("refill") { $0 == "continuous" }
        let load = ScalingLoad(
            rate: ScalingRate(burst: burst, perSecond: Double(burst) / 10),
            account: try test.optionalInteger(["account_limit", "account_concurrency"]),
            initial: try test.optionalInteger("initial") ?? 0
        )
        return try test.has("demand") ? closedScaling(test, load) : openScaling(test, load)
    }

    private func closedScaling(_ test: OracleCase, _ load: ScalingLoad) throws -> [Finding] {
        let demand = try test.integer("demand")
        let seconds = test.expected.keys.compactMap { key in
            key.hasPrefix("t") ? Int(key.dropFirst()).map { (key, $0) } : nil
        }
        let names = ["full_at_s", "time_to_full_s", "reached_at_s"].filter { test.expected[$0] != nil }
        guard demand <= 3_000_000, (seconds.map(\.1).max() ?? 0) <= 100_000 else {
            throw OracleCase.Missing(description: "a demand of \(demand), or a time, that is too much to try")
        }
        let course = try load.meet(demand, forSeconds: seconds.map(\.1).max() ?? 0, untilFull: !names.isEmpty)
        return seconds.map { Finding($0.0, Double(course.environments[$0.1] ?? 0), .model) }
            + names.map { Finding($0, course.fullAt ?? .infinity, .model) }
    }

    private func openScaling(_ test: OracleCase, _ load: ScalingLoad) throws -> [Finding] {
        let rate = try test.number("arrival_rate", "rate", "rps", "lambda")
        let service: Distribution =
            try test.has("service") ? test.distribution("service") : .constant(test.number("service_s"))
        guard try noRetry(test) else { throw OracleCase.Missing(description: "retry: retries cannot be computed") }
        try test.expect("start") { $0 == "empty" && load.initial == 0 }
        let lists = ["throttled_per_second", "throttles_per_second", "throttles"]
        let length = lists.compactMap { test.expected[$0]?.arrayValue?.count }.max() ?? 0
        let last = test.expected.keys.compactMap { key in key.hasPrefix("s") ? Int(key.dropFirst()) : nil }.max() ?? 0
        let needed = (rate * service.mean - Double(load.rate.burst)) / max(1e-9, load.rate.perSecond) + 3 * service.mean
        let horizon = try test.optionalInteger("horizon_s") ?? max(length, last + 1, Int(min(1e6, max(10, needed))) + 2)
        guard rate > 0, rate * Double(horizon) <= 2e7 else {
            throw Overlong(description: "\(rate) arrivals a second for \(horizon) s")
        }
        let refused = load.refused(rate: rate, service: service, seconds: horizon)
        let courses = lists.compactMap { key -> Finding? in
            guard let count = test.expected[key]?.arrayValue?.count else { return nil }
            return Finding(key, Array(refused.prefix(count)), of: test)
        }
        return courses + refused.enumerated().map { Finding("s\($0.offset)", $0.element, .model) }
            + ["total", "throttled", "total_throttled", "throttled_total"].map {
                Finding($0, refused.reduce(0, +), .model)
            }
    }

    /// Whether nobody tries again.
    private func noRetry(_ test: OracleCase) throws -> Bool {
        guard let retry = test.parameter("retry") else { return true }
        return retry.boolValue == false || ["none", "no", "no retry"].contains(retry.stringValue)
    }
}

/// How fast one function may grow, from environments that are there.
struct ScalingLoad {
    let rate: ScalingRate
    let account: Int?
    /// Environments at first: in use where there is a demand, else ready.
    let initial: Int

    /// Times before the first moment leave room for what makes the initial environments.
    private static let before: Int64 = -100_000_000_000_000

    private func fleet(times factor: Int = 1) -> (Fleet, FunctionID) {
        var limits = FleetLimits.unlimited
        if let account { limits.accountConcurrency = account * factor }
        limits.scalingRate = ScalingRate(burst: rate.burst * factor, perSecond: rate.perSecond * Double(factor))
        let policy = FleetPolicy(keepAlive: .fixed(.seconds(1_000_000)), maximumLife: nil)
        var fleet = Fleet(limits: limits, policy: policy)
        let function = fleet.add()
        return (fleet, function)
    }

    /// Starts so many, long before the first moment.
    private func prepare(_ count: Int, _ fleet: inout Fleet, _ function: FunctionID) -> [EnvironmentID] {
        var environments: [EnvironmentID] = []
        var time = Self.before
        while environments.count < count, time < -20_000_000_000 {
            let now = Timestamp(nanosecondsSinceEpoch: time)
            while environments.count < count, case .start(let id) = fleet.arrive(function, at: now) {
                environments.append(id)
            }
            time += 10_000_000_000
        }
        return environments
    }

    /// Environments at whole seconds, and when there are as many as wanted or as may be.
    func meet(
        _ demand: Int,
        forSeconds seconds: Int,
        untilFull: Bool
    ) throws(OracleCase.Missing) -> (environments: [Int: Int], fullAt: Double?) {
        var (fleet, function) = fleet()
        guard prepare(initial, &fleet, function).count == initial else {
            throw OracleCase.Missing(description: "initial: the account has no room for \(initial)")
        }
        var course: [Int: Int] = [:]
        var fullAt: Double?
        var step = 0
        // Hundredths of a second.
        while step <= seconds * 100 || untilFull && fullAt == nil && step <= 10_000_000 {
            let now = Timestamp(nanosecondsSinceEpoch: Int64(step) * 10_000_000)
            while fleet.count(of: function).busy < demand, case .start = fleet.arrive(function, at: now) {}
            let busy = fleet.count(of: function).busy
            if step % 100 == 0 { course[step / 100] = busy }
            if busy >= demand, fullAt == nil { fullAt = Double(step) / 100 }
            step += 1
        }
        return (course, fullAt)
    }

    /// Throttles in each second when one comes after another, evenly. All is reckoned in tenths of an environment, so that it
    /// hardly matters that there are only whole ones.
    func refused(rate arrivals: Double, service: Distribution, seconds: Int) -> [Double] {
        let factor = max(1, min(10, Int(2e6 / max(1, arrivals * Double(seconds)))))
        var (fleet, function) = fleet(times: factor)
        for id in prepare(initial * factor, &fleet, function) {
            _ = fleet.release(id, of: function, at: Timestamp(nanosecondsSinceEpoch: -20_000_000_000))
        }
        var random = SeededRandom(seed: 1)
        var refused = [Double](repeating: 0, count: seconds)
        var departures = EventQueue()
        var environments: [EnvironmentID] = []
        let pace = arrivals * Double(factor)
        for number in 0..<Int((pace * Double(seconds)).rounded()) {
            let time = Int64((Double(number) / pace * 1e9).rounded())
            while departures.first.time <= time {
                let departure = departures.first
                departures.removeFirst()
                let moment = Timestamp(nanosecondsSinceEpoch: departure.time)
                _ = fleet.release(environments[departure.subject], of: function, at: moment)
            }
            switch fleet.arrive(function, at: Timestamp(nanosecondsSinceEpoch: time)) {
            case .start(let id), .reuse(let id):
                while id.slot >= environments.count { environments.append(id) }
                environments[id.slot] = id
                let end = time + Simulation.nanoseconds(min(1e6, service.sample(&random)))
                departures.push(Event(.departure, id.slot, at: end))
            case .wait, .waitBriefly, .throttle: refused[min(seconds - 1, Int(time / 1_000_000_000))] += 1
            }
        }
        return refused.map { ($0 / Double(factor)).rounded() }
    }
}
