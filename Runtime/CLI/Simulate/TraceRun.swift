import ColdStart
import FoundationEssentials
import Simulator

/// Simulates a trace: once through the file to see how long it is and what is wrong with it, and once to run it. Memory
/// goes with the functions, not with the rows.
struct TraceRun {
    private static let problemsShown = 20

    let path: String
    let format: ArrivalTraceParser.Format
    let console: Console

    /// `template` tells all but when invocations come, for every function of the trace.
    func report(_ template: Scenario) throws(CommandError) -> SimulationReport {
        let stopwatch = Stopwatch()
        let survey = try survey()
        guard survey.rows > 0 else { throw CommandError("\(path) holds no invocation") }
        var scenario = template
        scenario.workloads = []
        // The last invocation comes before the end.
        scenario.horizon = survey.last + 1e-3
        scenario.skip = 0
        var simulation = try start(scenario)
        let interruption = Interruption()
        let progress = SimulationProgress(console)
        try run(&simulation, template, survey, interruption, progress)
        if interruption.hasCome { simulation.finish() } else { simulation.run { _ in interruption.hasCome } }
        progress.clear()
        if interruption.hasCome { console.note("Stopped early: the figures are of what was simulated until then.") }
        var report = SimulationReport(simulation)
        report.effort = stopwatch.effort
        return report
    }

    private func start(_ scenario: Scenario) throws(CommandError) -> Simulation {
        do throws(ConcurrencyError) {
            return try Simulation(scenario)
        } catch {
            throw CommandError(error.description)
        }
    }

    private struct Survey {
        var rows = 0
        var last = 0.0
        /// How much later than its own start a row stands in the file, in seconds.
        var lag = 0.0
    }

    private func survey() throws(CommandError) -> Survey {
        var survey = Survey()
        var problems = 0
        var latest = 0.0
        try read { result in
            switch result {
            case .success(nil): break
            case .success(let arrival?):
                let moment = arrival.time + (format == .azure2021 ? arrival.duration ?? 0 : 0)
                latest = max(latest, moment)
                survey.rows += 1
                survey.last = max(survey.last, arrival.time)
                survey.lag = max(survey.lag, latest - arrival.time)
            case .failure(let error):
                problems += 1
                if problems <= Self.problemsShown { console.warning("\(path): \(error.problem)") }
            }
            return true
        }
        if problems > Self.problemsShown { console.warning("\(path): \(problems) rows were left out in all") }
        return survey
    }

    private func run(
        _ simulation: inout Simulation,
        _ template: Scenario,
        _ survey: Survey,
        _ interruption: Interruption,
        _ progress: SimulationProgress
    ) throws(CommandError) {
        var functions: [String: Int] = [:]
        var sorter = ArrivalSorter(lag: survey.lag)
        var rows = 0
        func offer(_ arrival: TraceArrival, _ simulation: inout Simulation) {
            let function = functions[arrival.function] ?? add(arrival.function, template, &simulation)
            functions[arrival.function] = function
            simulation.offer(function, at: arrival.time, duration: arrival.duration)
        }
        try read { result in
            guard case .success(let arrival?) = result else { return true }
            rows += 1
            if rows & 0xFFFF == 0 { progress.show(Double(rows) / Double(survey.rows)) }
            let moment = arrival.time + (format == .azure2021 ? arrival.duration ?? 0 : 0)
            sorter.add(arrival, at: moment)
            while let next = sorter.next() { offer(next, &simulation) }
            return !interruption.hasCome
        }
        while !interruption.hasCome, let next = sorter.next(isEnd: true) { offer(next, &simulation) }
    }

    private func add(_ name: String, _ template: Scenario, _ simulation: inout Simulation) -> Int {
        var workload = template.workloads.first ?? Workload(arrivals: .trace([]), duration: .constant(0))
        workload.name = name
        workload.arrivals = .trace([])
        return simulation.add(workload)
    }

    /// Reads for as long as `body` wants more.
    private func read(
        _ body: (Result<TraceArrival?, ArrivalTraceParser.TraceError>) -> Bool
    ) throws(CommandError) {
        guard let lines = TextLines(path: path) else { throw CommandError("\(path) cannot be read") }
        var parser = ArrivalTraceParser(format)
        while let line = lines.next(), body(parser.parse(line)) {}
    }
}
