import ColdStart
import Simulator

/// Runs scenarios and says in the user's words what stands in the way.
struct ScenarioRunner {
    /// Invocations at once, below which chance is not normal.
    private static let leastOfFluid = 5.0

    let console: Console
    let interruption = Interruption()

    /// `nil` where it was stopped before anything was measured. `label` says what is simulated, where there are several.
    func report(_ scenario: Scenario, label: String = "") throws(CommandError) -> SimulationReport? {
        try report(scenario, isStationary: scenario.isStationary, label: label) {
            (scenario, progress) throws(CommandError) in
            do throws(ConcurrencyError) {
                var simulation = try Simulation(scenario)
                simulation.run { done in
                    progress.show(done)
                    return interruption.hasCome
                }
                return simulation
            } catch {
                throw CommandError(error.description)
            }
        }
    }

    /// Of a simulation that has ended, or was stopped; where it takes several to tell how sure its figures are, of those.
    func report(
        _ scenario: Scenario,
        isStationary: Bool,
        label: String = "",
        _ simulate: (Scenario, SimulationProgress) throws(CommandError) -> Simulation?
    ) throws(CommandError) -> SimulationReport? {
        let stopwatch = Stopwatch()
        let progress = SimulationProgress(console, label: label)
        defer { progress.clear() }
        guard let first = try simulate(scenario, progress),
            first.isOver || first.statistics.hasBegun && first.events > 0
        else { return nil }
        var runs = SimulationRuns(first, isStationary: isStationary)
        let wanted = first.isOver ? runs.wanted : 1
        for number in 1..<max(1, wanted) where !interruption.hasCome {
            let name = [label, "\(number + 1)/\(wanted)"].filter { !$0.isEmpty }.joined(separator: " ")
            let other = try simulate(scenario.repeated(number), SimulationProgress(console, label: name))
            if let other, other.isOver { runs.add(other) }
        }
        var report = SimulationReport(runs)
        report.effort = stopwatch.effort
        if !first.isOver { report.stoppedAt = first.seconds }
        return report
    }

    /// Each in its turn; what was stopped is told, and ends the lot.
    func reports(
        _ variants: [(name: String, scenario: Scenario)],
        _ report: (Scenario, String) throws(CommandError) -> SimulationReport?
    ) throws(CommandError) -> [(name: String, report: SimulationReport)] {
        var columns: [(name: String, report: SimulationReport)] = []
        for (number, variant) in variants.enumerated() where number == 0 || !interruption.hasCome {
            guard let report = try report(variant.scenario, variant.name) else { break }
            columns.append((variant.name, report))
        }
        guard !columns.isEmpty else {
            throw CommandError("stopped before anything was measured")
        }
        let isWhole = columns.count == variants.count && columns.allSatisfy { $0.report.stoppedAt == nil }
        guard !isWhole else { return columns }
        let count = variants.count > 1 ? "\(columns.count) of \(variants.count) were simulated; " : ""
        console.note("Stopped early: \(count)figures are of what was simulated until then.")
        return columns
    }

    /// The scenario itself, or what `--compare` or `--what-if` makes of it, by their names.
    func variants(
        of scenario: Scenario,
        compare: String?,
        whatIf: String?
    ) throws(CommandError) -> [(name: String, scenario: Scenario)] {
        do throws(InputError) {
            if let compare { return try Self.compared(compare, scenario) }
            if let whatIf { return try Self.varied(whatIf, scenario) }
            return [("", scenario)]
        } catch {
            throw CommandError(error.description)
        }
    }

    private static func compared(
        _ text: String,
        _ scenario: Scenario
    ) throws(InputError) -> [(name: String, scenario: Scenario)] {
        // A part that begins with a digit goes on with the one before: target:0.7,1,100.
        var names: [String] = []
        for part in text.split(separator: ",").map(String.init) {
            if part.first?.isNumber ?? false, let last = names.popLast() {
                names.append("\(last),\(part)")
            } else {
                names.append(part)
            }
        }
        guard !names.isEmpty else { throw InputError("--compare: no policy is named") }
        var variants: [(name: String, scenario: Scenario)] = []
        for name in names {
            var changed = scenario
            var kinds: [PolicyKind: String] = [:]
            for policy in name.split(separator: "+").map(String.init) {
                try changed.apply(policy: policy)
                if let kind = PolicyKind(policy), let other = kinds.updateValue(policy, forKey: kind) {
                    throw InputError("--compare: \(other) and \(policy) do not go together")
                }
            }
            variants.append((name, changed))
        }
        return variants
    }

    private static func varied(
        _ text: String,
        _ scenario: Scenario
    ) throws(InputError) -> [(name: String, scenario: Scenario)] {
        let variation = try Variation(text: text)
        try variation.knob.check(scenario)
        return variation.values.map { value in
            var changed = scenario
            variation.knob.set(value, in: &changed)
            return (variation.knob.name(value), changed)
        }
    }

    func fluid(_ scenario: Scenario) throws(CommandError) -> SimulationReport {
        do throws(FluidModel.Unsuited) {
            let model = try FluidModel(scenario)
            if model.meanRunning < Self.leastOfFluid {
                let running = SimulationTable.digits(model.meanRunning)
                console.warning(
                    "the fluid mode is for many invocations at once; here there are \(running), which are better "
                        + "simulated without --fluid"
                )
            }
            return SimulationReport(model)
        } catch {
            throw CommandError(error.description)
        }
    }
}
