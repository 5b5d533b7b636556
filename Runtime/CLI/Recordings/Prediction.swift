import ColdStart
import Recording
import Simulator

/// Holds what a calibrated simulation says of a second recording's arrivals against what was measured there.
struct Prediction {
    private let rows: [(label: String, predicted: Double, measured: Double, unit: SimulationReport.Unit)]

    /// `scenario` is calibrated by another recording. Limits are those under which this one was recorded, and so is the
    /// policy unless the scenario's is wanted.
    init(
        path: String,
        function: String?,
        _ scenario: Scenario,
        keepsPolicy: Bool
    ) throws(CommandError) {
        let run = try RecordedRun(path: path, function: function)
        let arrivals = run.arrivals
        guard var workload = scenario.workloads.first, let last = arrivals.last, !run.served.isEmpty else {
            throw CommandError("\(path) has no invocation of \(run.function) that ended")
        }
        workload.arrivals = .trace(arrivals)
        var scenario = scenario
        scenario.workloads = [workload]
        // Long enough for all to end.
        (scenario.horizon, scenario.skip) = (last + 900, 0)
        if let settings = run.settings {
            scenario.limits = settings.limits
            if !keepsPolicy, let policy = settings.policy { scenario.policy = policy }
        }
        let runs = try Self.simulate(scenario)
        func predicted(_ share: Double) -> Double {
            runs.reduce(0) { $0 + ($1.statistics.latencies.quantile(share) ?? 0) } / Double(runs.count)
        }
        let total = Observation(replications: runs).total
        rows = [
            ("Cold starts", total.accepted > 0 ? total.cold / total.accepted : 0, run.coldShare, .share),
            ("Latency p50", predicted(0.5), run.latency(0.5), .seconds),
            ("Latency p95", predicted(0.95), run.latency(0.95), .seconds),
            ("Latency p99", predicted(0.99), run.latency(0.99), .seconds),
        ]
    }

    /// Several times with other draws: what is predicted is the mean.
    private static func simulate(_ scenario: Scenario) throws(CommandError) -> [Simulation] {
        do throws(ConcurrencyError) {
            return try Simulation.replicate(scenario, 20)
        } catch {
            throw CommandError(error.description)
        }
    }

    func print(to console: Console) {
        var table = TextTable(["", "Predicted", "Measured", "Error"], numbers: [1, 2, 3])
        for row in rows {
            let error = row.measured > 0 ? "\(SimulationTable.digits((row.predicted / row.measured - 1) * 100)) %" : "-"
            table.add([
                row.label, SimulationTable.text(row.predicted, row.unit),
                SimulationTable.text(row.measured, row.unit), error,
            ])
        }
        for line in table.lines(console) { console.print(line) }
    }
}
