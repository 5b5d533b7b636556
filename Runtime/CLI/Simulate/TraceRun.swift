import ColdStart
import FoundationEssentials
import Simulator
import Time

/// Simulates a trace: once through the file to see how long it is and what is wrong with it, and once to run it. Memory
/// goes with the functions, not with the rows.
struct TraceRun {
    private static let problemsShown = 20

    private let path: String
    private let file: RepeatableFile
    private let format: ArrivalTraceParser.Format
    private let unit: ArrivalTraceParser.Unit
    private let runner: ScenarioRunner
    /// From when Ctrl-C has cut the file.
    private let start: Timestamp
    private var survey = Survey()

    init(
        path: String,
        format: ArrivalTraceParser.Format,
        unit: ArrivalTraceParser.Unit,
        runner: ScenarioRunner
    ) throws(CommandError) {
        (self.path, self.format, self.unit, self.runner) = (path, format, unit, runner)
        file = try RepeatableFile(path, runner.interruption, SimulationProgress(runner.console))
        start = SystemTime().now
        try look()
        if survey.origin > 0 { console.note("times count from the first, \(survey.origin)") }
    }

    private var console: Console { runner.console }

    /// What Ctrl-C has cut short is simulated for a moment: what comes of it in that time is told.
    private func isStopped(after patience: Duration) -> Bool {
        guard runner.interruption.hasCome else { return false }
        return !file.isCut || SystemTime().now - start > patience
    }

    private var isStopped: Bool { isStopped(after: .milliseconds(600)) }

    /// `template` tells all but when invocations come, for every function of the trace. `nil` where it was stopped before
    /// anything was simulated.
    func report(_ template: Scenario) throws(CommandError) -> SimulationReport? {
        if isStopped { return nil }
        guard survey.rows > 0 else {
            throw CommandError(file.isCut ? "stopped before an invocation had come" : "\(path) holds no invocation")
        }
        var scenario = template
        scenario.workloads = []
        // The last invocation comes before the end.
        scenario.horizon = survey.last - survey.origin + 1e-3
        scenario.skip = 0
        var report = try runner.report(scenario, isStationary: false) { (scenario, progress) throws(CommandError) in
            var simulation = try begin(scenario)
            try run(&simulation, template, progress)
            if isStopped { simulation.finish() } else { simulation.run { _ in isStopped } }
            return simulation
        }
        if file.isCut, report?.stoppedAt == nil { report?.stoppedAt = scenario.horizon }
        return report
    }

    private func begin(_ scenario: Scenario) throws(CommandError) -> Simulation {
        do throws(ConcurrencyError) {
            return try Simulation(scenario)
        } catch {
            throw CommandError(error.description)
        }
    }

    private struct Survey {
        var rows = 0
        /// In the trace's own time.
        var first = Double.infinity
        var last = 0.0
        /// How much later than its own start a row stands in the file, in seconds.
        var lag = 0.0
        /// In the order in which they first occur.
        var functions: [String] = []
        var known: Set<String> = []

        var origin: Double { rows > 0 ? ArrivalTraceParser.origin(ofFirst: first) : 0 }
    }

    private mutating func look() throws(CommandError) {
        var survey = Survey()
        var problems = 0
        var latest = 0.0
        var goesOn = true
        try read { result in
            switch result {
            case .success(nil): break
            case .success(let arrival?):
                let moment = arrival.time + (format == .azure2021 ? arrival.duration ?? 0 : 0)
                latest = max(latest, moment)
                survey.rows += 1
                if survey.known.insert(arrival.function).inserted { survey.functions.append(arrival.function) }
                survey.first = min(survey.first, arrival.time)
                survey.last = max(survey.last, arrival.time)
                survey.lag = max(survey.lag, latest - arrival.time)
            case .failure(let error):
                problems += 1
                if problems <= Self.problemsShown { console.warning("\(path): \(error.problem)") }
            }
            if survey.rows & 0xFFF == 0 { goesOn = !isStopped(after: .milliseconds(200)) }
            return goesOn
        }
        if problems > 0 { console.warning("\(path): rows left out: \(problems)") }
        self.survey = survey
    }

    private func run(
        _ simulation: inout Simulation,
        _ template: Scenario,
        _ progress: SimulationProgress
    ) throws(CommandError) {
        var functions: [String: Int] = [:]
        for name in survey.functions { functions[name] = try add(name, template, &simulation) }
        var sorter = ArrivalSorter(lag: survey.lag)
        var rows = 0
        var goesOn = true
        func offer(_ arrival: TraceArrival, _ simulation: inout Simulation) {
            guard let function = functions[arrival.function] else { return }
            simulation.offer(function, at: arrival.time - survey.origin, duration: arrival.duration)
        }
        try read { result in
            guard case .success(let arrival?) = result else { return true }
            rows += 1
            if rows & 0xFFFF == 0 { progress.show(Double(rows) / Double(survey.rows)) }
            let moment = arrival.time + (format == .azure2021 ? arrival.duration ?? 0 : 0)
            sorter.add(arrival, at: moment)
            while let next = sorter.next() { offer(next, &simulation) }
            if rows & 0xFFF == 0 { goesOn = !isStopped }
            return goesOn && rows < survey.rows
        }
        while !isStopped, let next = sorter.next(isEnd: true) { offer(next, &simulation) }
    }

    private func add(_ name: String, _ template: Scenario, _ simulation: inout Simulation) throws(CommandError) -> Int {
        var workload = template.workloads.first ?? Workload(arrivals: .trace([]), duration: .constant(0))
        workload.name = name
        workload.arrivals = .trace([])
        do throws(ConcurrencyError) {
            return try simulation.add(workload)
        } catch {
            throw CommandError("\(name): \(error.description)")
        }
    }

    /// Reads for as long as `body` wants more.
    private func read(
        _ body: (Result<TraceArrival?, ArrivalTraceParser.TraceError>) -> Bool
    ) throws(CommandError) {
        let lines = try TextLines.read(file.path)
        var parser = ArrivalTraceParser(format, unit: unit)
        while let line = lines.next(), body(parser.parse(line)) {}
    }
}
