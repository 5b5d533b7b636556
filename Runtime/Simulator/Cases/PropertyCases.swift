import ColdStart
import JSON

extension CaseRunner {
    func property(_ test: OracleCase) throws -> [Finding] {
        for key in ["any_arrivals", "any_service", "cold_equals_warm_path", "service_independent_of_cold"] {
            guard try test.flag(key) ?? true else {
                throw OracleCase.Missing(description: "\(key): the property does not hold otherwise")
            }
        }
        switch test.name {
        case "mru_path_identity": return [Finding("violations", Double(pathIdentityViolations()), .simulation)]
        case "placement_dominance":
            return [Finding("violations", Double(dominanceViolations(try placements(test))), .simulation)]
        case "little_instances": return [Finding("violations", try littleViolations(), .simulation)]
        default: throw OracleCase.Missing(description: "property \(test.name) is not known")
        }
    }

    /// All where none are named.
    private func placements(_ test: OracleCase) throws -> [Placement] {
        guard let names = test.parameter("policies") else { return Placement.allCases }
        return try (names.arrayValue ?? []).map { name in
            guard let placement = name.stringValue.flatMap(OracleCase.placement) else {
                throw OracleCase.Missing(description: "policies: no placement \(name.text) is known")
            }
            return placement
        }
    }

    private func pathIdentityViolations() -> Int {
        PathLaws.all.reduce(0) { $0 + PathCheck(law: $1, arrivals: propertyArrivals, seed: 7).pathIdentityViolations() }
    }

    private func dominanceViolations(_ placements: [Placement]) -> Int {
        PathLaws.all.reduce(0) { sum, law in
            sum + PathCheck(law: law, arrivals: propertyArrivals, seed: 11).dominanceViolations(of: placements)
        }
    }

    /// Little's law, over environments and over invocations.
    private func littleViolations() throws -> Double {
        let service = Distribution.exponential(mean: 1)
        let workload = Workload(
            arrivals: .poisson(rate: 5),
            duration: service,
            coldStart: .replaced(.exponential(mean: 1.5))
        )
        let (_, seen) = try simulate(
            scenario(workload, keepAlive: 30, limit: nil, horizon: 200_000 * effort, skip: 600)
        )
        let total = seen.total
        let environments = total.cold / total.seconds * seen.meanLife.value
        let running = seen.acceptedPerSecond.value * seen.meanService.value
        return [(environments, seen.environments.value), (running, seen.concurrency.value)]
            .reduce(0) { $0 + (abs($1.0 / $1.1 - 1) > 0.01 ? 1 : 0) }
    }
}
