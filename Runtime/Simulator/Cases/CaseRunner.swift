import ColdStart
import JSON

/// Judges cases by the model, the simulator and the closed forms.
package struct CaseRunner: Sendable {
    /// How many times as long as usual simulations are; below 1 they are quick and less exact.
    package var effort = 1.0
    /// Whether cases that have a closed form are simulated as well.
    package var simulatesExactCases = true
    /// How many arrivals properties are tried with.
    package var propertyArrivals = 20_000
    let measuredRows: [OracleCase]

    /// `cases` are all of the file: a case about the whole of the measured ones needs them.
    package init(_ cases: [OracleCase]) { measuredRows = cases.filter { $0.kind == "measured/keepalive" } }

    package func judge(_ test: OracleCase) -> CaseVerdict {
        do {
            return CaseVerdict(test, try findings(test))
        } catch let error as OracleCase.Missing {
            return CaseVerdict(test, problem: error.description)
        } catch let error as ConcurrencyError {
            return CaseVerdict(test, problem: error.description)
        } catch {
            return CaseVerdict(test, problem: "\(error)")
        }
    }

    private func findings(_ test: OracleCase) throws -> [Finding] {
        switch test.kind {
        case "sim/keepalive", "sim/state-distribution", "measured/keepalive": try keepAlive(test)
        case "measured/aggregate": try measuredAggregate(test)
        case "exact/single": try single(test)
        case "exact/cap1": try capOne(test)
        case "exact/renewal": try renewal(test)
        case "exact/mru": try mostRecentlyUsed(test)
        case "exact/erlangB": try erlangB(test)
        case "exact/erlangC": try erlangC(test)
        case "exact/mg1": try shard(test)
        case "exact/quantiles": try quantiles(test)
        case "exact/provisioned": try provisioned(test)
        case "exact/latency": try latency(test)
        case "exact/scaling": try scaling(test)
        case "exact/quota": try quota(test)
        case "exact/esm": try pollers(test)
        case "exact/async": try retries(test)
        case "exact/cpu": cpu(test)
        case "exact/billing": try billing(test)
        case "exact/cost": try cost(test)
        case "exact/projection": try projection(test)
        case "policy": try policy(test)
        case "property": try property(test)
        default: throw OracleCase.Missing(description: "kind \(test.kind) is not known")
        }
    }

    // MARK: Simulating

    /// Fixed keep-alive and nothing that ends environments or throttles but what the case says.
    func scenario(
        _ workload: Workload,
        keepAlive: Double,
        limit: Int?,
        placement: Placement = .mostRecentlyUsed,
        horizon: Double,
        skip: Double
    ) -> Scenario {
        var scenario = Scenario([workload], horizon: horizon)
        scenario.skip = skip
        scenario.limits = .unlimited
        if let limit { scenario.limits.accountConcurrency = limit }
        scenario.limits.unreservedMinimum = 0
        let duration = keepAlive.isFinite ? Duration.seconds(keepAlive) : .seconds(4_000_000_000)
        scenario.policy = FleetPolicy(placement: placement, keepAlive: .fixed(duration), maximumLife: nil)
        return scenario
    }

    /// One long run with so many arrivals after a warm-up.
    func simulate(_ scenario: Scenario) throws -> (Simulation, Observation) {
        var simulation = try Simulation(scenario)
        simulation.run()
        return (simulation, Observation(batchesOf: simulation))
    }

    /// How long `arrivals` take at a rate.
    func horizon(arrivals: Double, rate: Double) -> Double { arrivals * effort / rate }
}
