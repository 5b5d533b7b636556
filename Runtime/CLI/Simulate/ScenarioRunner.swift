import ColdStart
import Simulator

/// Runs scenarios and says in the user's words what stands in the way.
struct ScenarioRunner {
    let console: Console
    let interruption = Interruption()

    /// `nil` where it was stopped before anything was measured. `label` says what is simulated, where there are several.
    func report(_ scenario: Scenario, label: String = "") throws(CommandError) -> SimulationReport? {
        do throws(ConcurrencyError) {
            let stopwatch = Stopwatch()
            var simulation = try Simulation(scenario)
            let progress = SimulationProgress(console, label: label)
            simulation.run { done in
                progress.show(done)
                return interruption.hasCome
            }
            progress.clear()
            return report(simulation, stopwatch)
        } catch {
            throw CommandError(error.description)
        }
    }

    /// Of a simulation that has ended, or was stopped.
    func report(_ simulation: Simulation, _ stopwatch: Stopwatch) -> SimulationReport? {
        guard simulation.isOver || simulation.statistics.hasBegun && simulation.events > 0 else { return nil }
        var report = SimulationReport(simulation)
        report.effort = stopwatch.effort
        if !simulation.isOver { report.stoppedAt = simulation.seconds }
        return report
    }

    /// Each in its turn; what was stopped is told, and ends the lot.
    func reports(
        _ variants: [(name: String, scenario: Scenario)],
        _ report: (Scenario, String) throws(CommandError) -> SimulationReport?
    ) throws(CommandError) -> [(name: String, report: SimulationReport)] {
        var columns: [(name: String, report: SimulationReport)] = []
        for variant in variants where !interruption.hasCome {
            guard let report = try report(variant.scenario, variant.name) else { break }
            columns.append((variant.name, report))
        }
        guard !columns.isEmpty else {
            throw CommandError("stopped while the warm-up was simulated: nothing has been measured yet")
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
        var variants: [(name: String, scenario: Scenario)] = []
        for name in names {
            var changed = scenario
            for policy in name.split(separator: "+") { try changed.apply(policy: String(policy)) }
            variants.append((name, changed))
        }
        return variants
    }

    private static func varied(
        _ text: String,
        _ scenario: Scenario
    ) throws(InputError) -> [(name: String, scenario: Scenario)] {
        let variation = try Variation(text: text)
        return variation.values.map { value in
            var changed = scenario
            variation.knob.set(value, in: &changed)
            return ("\(variation.knob.rawValue)=\(value)", changed)
        }
    }

    func fluid(_ scenario: Scenario) throws(CommandError) -> SimulationReport {
        do throws(FluidModel.Unsuited) {
            return SimulationReport(try FluidModel(scenario))
        } catch {
            throw CommandError(error.description)
        }
    }
}
