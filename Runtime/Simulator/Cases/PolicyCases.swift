import ColdStart
import JSON

extension CaseRunner {
    func policy(_ test: OracleCase) throws -> [Finding] {
        switch test.params["policy"]?.stringValue {
        case "fixed"?:
            let seconds = try test.number("keep_alive_s")
            return try regularTrace(test, .fixed(.seconds(seconds)))
        case "hybrid"?, "hybrid-histogram"?: return try regularTrace(test, .hybridHistogram(HybridHistogram.Settings()))
        case "greedy-dual"?: return try greedyDual(test)
        case let other: throw OracleCase.Missing(description: "no policy \(other ?? "in params")")
        }
    }

    /// "one instant invocation every 300 s, 24 h": an environment is alive between the first and the last.
    private func regularTrace(_ test: OracleCase, _ keepAlive: KeepAlive) throws -> [Finding] {
        let words = (test.params["trace"]?.stringValue ?? "").split { $0 == " " || $0 == "," || $0 == "(" }
        func number(before unit: String) throws(OracleCase.Missing) -> Double {
            for (word, next) in zip(words, words.dropFirst()) where next == unit {
                if let value = Double(word) { return value }
            }
            throw OracleCase.Missing(description: "no number of \(unit) in the trace")
        }
        let interval = try number(before: "s")
        let horizon = try number(before: "h") * 3_600
        let workload = Workload(arrivals: .deterministic(interval: interval), duration: .constant(0))
        var scenario = Scenario([workload], horizon: horizon)
        scenario.policy = FleetPolicy(keepAlive: keepAlive, maximumLife: nil)
        let (run, _) = try simulate(scenario)
        let total = run.statistics.total
        return [
            Finding("p_cold", total.cold / total.accepted, .simulation),
            Finding("cold", total.cold, .simulation),
            Finding("requests", total.accepted, .simulation),
            Finding("idle_loaded_s_per_gap", total.alive / (total.accepted - 1), .simulation),
        ]
    }

    private func greedyDual(_ test: OracleCase) throws -> [Finding] {
        var rule = GreedyDual(clock: test.number("clock", or: 0))
        let containers = (test.params["containers"]?.arrayValue ?? []).map { container in
            let priority = rule.priority(
                frequency: container["freq"]?.intValue ?? 0,
                costInSeconds: container["cost_s"]?.doubleValue ?? 0,
                sizeInMB: container["mb"]?.intValue ?? 0
            )
            return (
                name: container["fn"]?.stringValue ?? "", size: container["mb"]?.intValue ?? 0, priority: priority
            )
        }
        let order = containers.sorted { $0.priority < $1.priority }
        var evicted: [String] = []
        var freed = 0
        let needed = try test.integer("need_mb")
        for container in order where freed < needed {
            rule.evicted(priority: container.priority)
            evicted.append(container.name)
            freed += container.size
        }
        let wanted = test.expected["priorities"]?.objectValue
        let priorities = containers.map { abs($0.priority - (wanted?[$0.name]?.doubleValue ?? .nan)) }.max() ?? .nan
        return [
            Finding(
                "priority_order_evict_first",
                matches(order.map(\.name), test, "priority_order_evict_first"),
                .model
            ),
            Finding("priorities", priorities, .model),
            Finding("evicted", matches(evicted, test, "evicted"), .model),
            Finding("new_clock", rule.clock, .model),
        ]
    }

    /// 0 when a list is as expected.
    private func matches(_ names: [String], _ test: OracleCase, _ key: String) -> Double {
        names == test.expected[key]?.arrayValue?.compactMap(\.stringValue) ? 0 : .nan
    }
}
