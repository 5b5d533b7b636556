import ColdStart
import JSON
import Time

extension CaseRunner {
    func policy(_ test: OracleCase) throws -> [Finding] {
        guard let name = try test.text("policy") else { throw OracleCase.Missing(description: "no policy in params") }
        if name == "greedy-dual", test.has("containers") { return try greedyDual(test) }
        var policy = FleetPolicy(maximumLife: nil)
        switch name {
        case "fixed": policy.keepAlive = .fixed(Self.duration(try test.number("keep_alive_s")))
        case "hybrid", "hybrid-histogram": policy.keepAlive = .hybridHistogram(try histogram(test))
        case "greedy-dual": policy.keepAlive = .greedyDual(memoryBudget: try test.integer("memory_mb", "budget_mb"))
        default:
            guard let placement = OracleCase.placement(name) else {
                throw OracleCase.Missing(description: "no policy \(name) is known")
            }
            policy.placement = placement
            policy.keepAlive = .fixed(Self.duration(try test.number("keep_alive_s")))
        }
        policy.placement = try test.placement("placement", or: policy.placement)
        return try test.has("arrival") ? pooled(test, policy) : regularTrace(test, policy)
    }

    /// The settings of the paper where nothing else is said; shares as such or in percent.
    private func histogram(_ test: OracleCase) throws -> HybridHistogram.Settings {
        var settings = HybridHistogram.Settings()
        func share(_ key: String, _ other: Double) throws -> Double {
            let value = try test.number(key, or: other)
            return value > 1 ? value / 100 : value
        }
        let hours = try test.optionalNumber(["range_h"]).map { $0 * 3_600 }
        let range = try test.number("range_s", or: hours ?? settings.range.inSeconds)
        settings.range = Self.duration(range)
        settings.bin = Self.duration(try test.number("bin_s", or: settings.bin.inSeconds))
        guard settings.bin > .zero, range / settings.bin.inSeconds <= 1e7 else {
            throw OracleCase.Missing(description: "bin_s: a histogram has at most ten million bins")
        }
        settings.head = try share("head", settings.head)
        settings.tail = try share("tail", settings.tail)
        settings.margin = try share("margin", settings.margin)
        settings.representativeVariation = try test.number("cv", or: settings.representativeVariation)
        settings.outOfBoundsShare = try share("oob", settings.outOfBoundsShare)
        settings.forecastMargin = try share("forecast_margin", settings.forecastMargin)
        return settings
    }

    /// Invocations by a law, under any policy.
    private func pooled(_ test: OracleCase, _ policy: FleetPolicy) throws -> [Finding] {
        let (arrivals, service) = (try test.arrivals(), try test.distribution("service"))
        let cold = try test.has("cold_service") ? test.distribution("cold_service") : service
        let skip = try test.number("skip_s", or: 0)
        let rate = arrivals.meanRate ?? 0
        let horizon = try test.number("horizon_s", or: skip + 2_000_000 * effort / rate)
        guard horizon * rate <= 2e8 else { throw Overlong(description: "\(horizon * rate) arrivals") }
        var scenario = Scenario(
            [Workload(arrivals: arrivals, duration: service, coldStart: .replaced(cold))],
            horizon: horizon
        )
        (scenario.skip, scenario.policy, scenario.limits) = (skip, policy, .unlimited)
        scenario.workloads[0].memorySize = try test.optionalInteger("mb") ?? 128
        if let limit = try test.optionalInteger("max_concurrency") { scenario.limits.accountConcurrency = limit }
        return Self.findings(of: try simulate(scenario).1)
    }

    /// Those above 0 in a text, such as `300 s`, `5 min` or `24h`, in seconds.
    private static func times(_ text: String) -> [Double] {
        let units = ["s": 1.0, "m": 60, "min": 60, "h": 3_600, "d": 86_400]
        let words = text.split { " ,()".contains($0) }
        return words.indices.compactMap { index in
            let digits = words[index].prefix { $0.isNumber || $0 == "." }
            let rest = words[index].dropFirst(digits.count)
            let unit = rest.isEmpty && index + 1 < words.endIndex ? words[index + 1] : rest
            guard let value = Double(digits), value > 0, let factor = units[String(unit)] else { return nil }
            return value * factor
        }
    }

    /// "one instant invocation every 300 s, 24 h": an environment is alive between the first and the last.
    private func regularTrace(_ test: OracleCase, _ policy: FleetPolicy) throws -> [Finding] {
        let text = try test.text("trace") ?? ""
        let times = Self.times(text)
        guard text.hasPrefix("one instant invocation every ") || text.hasPrefix("every "), times.count >= 2 else {
            let example = "'one instant invocation every 300 s, 24 h'"
            throw OracleCase.Missing(description: "trace: '\(text)' has no two times as in \(example)")
        }
        let (interval, horizon) = (times[0], times[1])
        guard interval <= horizon, horizon / interval <= 1e8 else {
            throw OracleCase.Missing(description: "trace: '\(text)' has no invocation, or too many")
        }
        let workload = Workload(arrivals: .deterministic(interval: interval), duration: .constant(0))
        var scenario = Scenario([workload], horizon: horizon)
        scenario.policy = policy
        let (run, _) = try simulate(scenario)
        let total = run.statistics.total
        return [
            Finding("p_cold", total.cold / total.accepted, .simulation),
            Finding("cold", total.cold, .simulation),
            Finding("requests", total.accepted, .simulation),
            Finding("idle_loaded_s_per_gap", total.alive / max(1, total.accepted - 1), .simulation),
        ]
    }
}
