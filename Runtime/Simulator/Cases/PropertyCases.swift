import ColdStart
import JSON

extension CaseRunner {
    func property(_ test: OracleCase) throws -> [Finding] {
        switch test.name {
        case "mru_path_identity": [Finding("violations", Double(pathIdentityViolations()), .simulation)]
        case "placement_dominance": [Finding("violations", Double(dominanceViolations()), .simulation)]
        case "little_instances": [Finding("violations", try littleViolations(), .simulation)]
        default: throw OracleCase.Missing(description: "property \(test.name) is not known")
        }
    }

    private func pathIdentityViolations() -> Int {
        PathLaws.all.reduce(0) { $0 + PathCheck(law: $1, arrivals: propertyArrivals, seed: 7).pathIdentityViolations() }
    }

    private func dominanceViolations() -> Int {
        PathLaws.all.reduce(0) { $0 + PathCheck(law: $1, arrivals: propertyArrivals, seed: 11).dominanceViolations() }
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
