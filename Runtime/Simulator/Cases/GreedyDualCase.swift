import ColdStart
import JSON

extension CaseRunner {
    /// Which containers go first where so much memory is needed.
    func greedyDual(_ test: OracleCase) throws -> [Finding] {
        try test.expect("formula") { $0 == "clock + freq*cost/size" }
        var rule = GreedyDual(clock: try test.number("clock", or: 0))
        var containers: [(name: String, size: Int, priority: Double)] = []
        for container in try test.objects("containers", with: ["fn", "freq", "cost_s", "mb"]) {
            let (name, size) = (try container.text("fn"), try container.integer("mb"))
            guard size > 0 else {
                throw OracleCase.Missing(description: "mb: expected a whole number from 1, not \(size)")
            }
            let (frequency, cost) = (try container.number("freq"), try container.number("cost_s"))
            // The rule knows the product of both alone.
            let priority = rule.priority(frequency: 1, costInSeconds: frequency * cost, sizeInMB: size)
            containers.append((name, size, priority))
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
        return [
            Finding("priority_order_evict_first", order.map(\.name), of: test),
            Finding("priorities", containers.map { ($0.name, $0.priority) }, of: test),
            Finding("evicted", evicted, of: test), Finding("new_clock", rule.clock, .model),
        ]
    }
}
