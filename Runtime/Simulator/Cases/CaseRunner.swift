import ColdStart
import JSON

/// Judges cases by the model, the simulator and the closed forms.
package struct CaseRunner: Sendable {
    /// How many times as long as usual simulations are; below 1 they are quick and less exact.
    package var effort = 1.0
    /// Whether cases that have a closed form are simulated as well.
    package var simulatesExactCases = true
    /// How many arrivals properties are tried with, of each law.
    package var propertyArrivals = 1_000_000
    /// Whether nobody wants to know any more.
    package var isCancelled: @Sendable () -> Bool = { false }
    let measuredRows: [OracleCase]

    /// What a case may take: more than a minute or a gigabyte is more than it is worth.
    package var budget = Simulation.Budget(events: 250_000_000, environments: 3_000_000)

    /// `cases` are all of the file: a case about the whole of the measured ones needs them.
    package init(_ cases: [OracleCase]) { measuredRows = cases.filter { $0.kind == "measured/keepalive" } }

    package func judge(_ test: OracleCase) -> CaseVerdict {
        do {
            let findings = try findings(test)
            let unknown = test.unknownParameters
            guard unknown.isEmpty else {
                return CaseVerdict(test, problem: "not known in params: \(unknown.joined(separator: ", "))")
            }
            return CaseVerdict(test, findings)
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

    /// More than a case may take.
    struct Overlong: Error, CustomStringConvertible {
        let description: String
    }

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
        scenario.policy = FleetPolicy(
            placement: placement,
            keepAlive: .fixed(Self.duration(keepAlive)),
            maximumLife: nil
        )
        return scenario
    }

    /// At most 127 years, which no simulation lasts.
    static func duration(_ seconds: Double) -> Duration { .seconds(min(seconds, 4_000_000_000)) }

    /// One long run with so many arrivals after a warm-up.
    func simulate(_ scenario: Scenario) throws -> (Simulation, Observation) {
        let simulation = try run(scenario)
        return (simulation, Observation(batchesOf: simulation))
    }

    /// Throws `Overlong` where the run is not over in time.
    func run(_ scenario: Scenario) throws -> Simulation {
        guard scenario.horizon > scenario.skip, scenario.skip >= 0 else {
            throw OracleCase.Missing(description: "the horizon of \(scenario.horizon) s is not longer than the warm-up")
        }
        guard scenario.horizon <= Simulation.longestHorizon else {
            throw Overlong(description: "a horizon of \(scenario.horizon) s, which is more than 285 years")
        }
        var simulation = try Simulation(scenario)
        simulation.run(budget: budget) { _ in isCancelled() }
        guard simulation.isOver else {
            let environments = simulation.environments.count
            throw Overlong(
                description:
                    "the simulation was ended after \(simulation.events) events with \(environments) environments"
            )
        }
        return simulation
    }

    /// Closed forms with what a simulation of so many arrivals says besides, where a case may take so many. What the closed
    /// forms say is exact, so they are enough where it may not.
    func simulating(
        _ formula: [Finding],
        arrivals: Double,
        rate: Double,
        skip: Double = 0,
        _ simulated: (_ horizon: Double) throws -> [Finding]
    ) rethrows -> [Finding] {
        guard simulatesExactCases else { return formula }
        let events = 2 * (arrivals * effort + skip * rate)
        guard rate > 0 else { return formula + [Finding(note: "not simulated: nothing arrives")] }
        guard events <= Double(budget.events) else {
            return formula + [Finding(note: "not simulated: that takes \(Int(min(events, 1e18))) events or more")]
        }
        do {
            return formula + (try simulated(skip + arrivals * effort / rate))
        } catch let overlong as Overlong {
            return formula + [Finding(note: "not simulated: \(overlong)")]
        }
    }
}
