import ColdStart
import Simulator

/// Runs scenarios and says in the user's words what stands in the way.
struct ScenarioRunner {
    let console: Console

    func report(_ scenario: Scenario) throws(CommandError) -> SimulationReport {
        do throws(ConcurrencyError) {
            let stopwatch = Stopwatch()
            var simulation = try Simulation(scenario)
            let progress = SimulationProgress(console)
            let interruption = Interruption()
            simulation.run { done in
                progress.show(done)
                return interruption.hasCome
            }
            progress.clear()
            if interruption.hasCome { console.note("Stopped early: the figures are of what was simulated until then.") }
            var report = SimulationReport(simulation)
            report.effort = stopwatch.effort
            return report
        } catch {
            throw CommandError(error.description)
        }
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

    /// Whether a value was found.
    func find(_ text: String, _ scenario: Scenario) throws(CommandError) -> Bool {
        do {
            let goal = try Goal(text: text)
            let limit = goal.knob == .memory ? 10_240 : goal.knob == .keepAlive ? 86_400 : Self.room(scenario, goal)
            var (reports, stopwatch) = ([SimulationReport](), Stopwatch())
            let found = try goal.search(scenario, upTo: limit) { value, figure, report in
                let text = report.figures.first { $0.key == goal.figure }.map { SimulationTable.text(figure, $0.unit) }
                console.note("\(goal.knob.rawValue) \(value): \(goal.figure) \(text ?? "-")")
                reports.append(report)
                reports[reports.count - 1].effort = stopwatch.effort
                stopwatch = Stopwatch()
            }
            Stopwatch.tell(reports, console)
            guard let found else {
                console.print("no \(goal.knob.rawValue) up to \(limit) meets it")
                return false
            }
            console.print("\(goal.knob.rawValue) \(found)")
            return true
        } catch {
            throw CommandError("\(error)")
        }
    }

    private static func room(_ scenario: Scenario, _ goal: Goal) -> Int {
        switch goal.knob {
        case .load: 10_000
        case .accountConcurrency: 1_000_000
        case .provisioned: max(1, scenario.workloads.compactMap(\.reserved).min() ?? scenario.limits.maximumReservable)
        case .memory, .keepAlive, .reserved: max(1, scenario.limits.maximumReservable)
        }
    }

    func fluid(_ scenario: Scenario) throws(CommandError) {
        let model: FluidModel
        do throws(FluidModel.Unsuited) {
            model = try FluidModel(scenario)
        } catch {
            throw CommandError(error.description)
        }
        let peak = model.moments.map(\.environments).max() ?? 0
        let figures: [(String, Double, SimulationReport.Unit)] = [
            ("Cold starts", model.coldStartProbability, .share), ("Throttled", model.throttleProbability, .share),
            ("Served", model.accepted / model.seconds, .perSecond), ("Concurrency", model.meanRunning, .count),
            ("Environments", model.meanEnvironments, .count), ("Peak environments", peak, .count),
        ]
        for (label, value, unit) in figures {
            console.print("\(label.padded(to: 18))  \(SimulationTable.text(value, unit))")
        }
    }
}

/// How far a simulation is, on a terminal.
struct SimulationProgress {
    let console: Console

    init(_ console: Console) { self.console = console }

    func show(_ share: Double) {
        guard console.isInteractive else { return }
        console.write(Array("\r\u{1B}[K\(Int(share * 100)) % simulated".utf8), to: 2)
    }

    func clear() {
        if console.isInteractive { console.write(Array("\r\u{1B}[K".utf8), to: 2) }
    }
}
