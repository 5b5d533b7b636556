import ColdStart
import JSON

extension CaseRunner {
    func property(_ test: OracleCase) throws -> [Finding] {
        for key in ["any_arrivals", "any_service", "cold_equals_warm_path", "service_independent_of_cold"] {
            guard try test.flag(key) ?? true else {
                throw OracleCase.Missing(description: "\(key): the property does not hold otherwise")
            }
        }
        let violations =
            switch try theorem(of: test) {
            case .pathIdentity: Double(pathIdentityViolations())
            case .dominance: Double(dominanceViolations(try placements(test)))
            case .little: try littleViolations()
            }
        return [Finding("violations", violations, .simulation)]
    }

    private enum Theorem {
        case pathIdentity
        case dominance
        case little
    }

    /// By what the parameters suppose; where there are none, by what the case is called or states.
    private func theorem(of test: OracleCase) throws -> Theorem {
        if test.has("policies", "service_independent_of_cold") { return .dominance }
        if test.has("any_arrivals", "any_service", "cold_equals_warm_path") { return .pathIdentity }
        let words = "\(test.name) \(test.expected["statement"]?.stringValue ?? "")".lowercased()
        func tell(_ signs: String...) -> Bool { signs.contains(where: words.contains) }
        if tell("dominance", "subset of mru") { return .dominance }
        if tell("path_identity", "max of busy", "max busy") { return .pathIdentity }
        if tell("little", "lifespan", "cold_rate", "e[service]") { return .little }
        throw OracleCase.Missing(
            description: "neither params nor name tell which property: any_arrivals, policies, or Little's law"
        )
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
