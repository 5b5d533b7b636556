import ColdStart
import JSON
import Recording
import Simulator
import Time

/// Holds what a calibrated simulation says of a second recording's arrivals against what was measured there.
///
/// What was measured is one run, and so is what the calibration rests on: the figures of the next ones differ by chance, and
/// the rarer what they are about is, the more. So the prediction comes with the range in which 95 of 100 runs like it lie. A
/// prediction has failed where the measured figure lies outside.
struct Prediction {
    private struct Row {
        let label: String
        /// Of each simulated run, ascending.
        let predicted: [Double]
        let measured: Double
        let unit: SimulationReport.Unit

        var mean: Double { predicted.reduce(0, +) / Double(predicted.count) }

        /// All but the lowest and the highest of 40.
        var range: ClosedRange<Double> { predicted[1]...predicted[predicted.count - 2] }
    }

    private static let runs = 40

    private let rows: [Row]

    /// `scenario` is calibrated by another recording. Limits are those under which this one was recorded, and so is the
    /// policy unless the scenario's is wanted.
    init(
        path: String,
        function: String?,
        _ calibration: Calibration,
        _ scenario: Scenario,
        keepsPolicy: Bool
    ) throws(CommandError) {
        let run = try RecordedRun(path: path, function: function)
        let arrivals = run.arrivals
        guard let last = arrivals.last, !run.served.isEmpty, !scenario.workloads.isEmpty else {
            throw CommandError("\(path) has no invocation of \(run.function) that ended")
        }
        var scenario = scenario
        scenario.workloads[0].arrivals = .trace(arrivals)
        // Long enough for all to end.
        (scenario.horizon, scenario.skip) = (last + 900, 0)
        if let settings = run.settings {
            scenario.limits = settings.limits
            if !keepsPolicy, let policy = settings.policy { scenario.policy = policy }
        }
        let runs = try Self.simulate(scenario, calibration)
        func row(_ label: String, _ measured: Double, _ unit: SimulationReport.Unit, _ figure: (Simulation) -> Double)
            -> Row
        {
            Row(label: label, predicted: runs.map(figure).sorted(), measured: measured, unit: unit)
        }
        func latency(_ label: String, _ share: Double) -> Row {
            row(label, run.latency(share), .seconds) { $0.statistics.latencies.quantile(share) ?? 0 }
        }
        rows = [
            row("Cold starts", run.coldShare, .share) { simulation in
                let total = simulation.statistics.total
                return total.accepted > 0 ? total.cold / total.accepted : 0
            },
            latency("Latency p50", 0.5), latency("Latency p95", 0.95), latency("Latency p99", 0.99),
        ]
    }

    /// Each with other draws, and by another calibration that could as well have been recorded.
    private static func simulate(
        _ scenario: Scenario,
        _ calibration: Calibration
    ) throws(CommandError) -> [Simulation] {
        var random = SeededRandom(seed: scenario.seed)
        do throws(ConcurrencyError) {
            var runs: [Simulation] = []
            for _ in 0..<Self.runs {
                var scenario = scenario
                scenario.seed = random.next()
                calibration.apply(drawnBy: &random, to: &scenario)
                var simulation = try Simulation(scenario)
                simulation.run()
                runs.append(simulation)
            }
            return runs
        } catch {
            throw CommandError(error.description)
        }
    }

    var json: JSON {
        .array(
            rows.map { row in
                [
                    "figure": .string(row.label), "unit": .string(row.unit.rawValue), "predicted": JSON(row.mean),
                    "low": JSON(row.range.lowerBound), "high": JSON(row.range.upperBound),
                    "measured": JSON(row.measured), "isWithin": .bool(row.range.contains(row.measured)),
                ]
            }
        )
    }

    func print(to console: Console) {
        var table = TextTable(["", "Predicted", "95 of 100 runs", "Measured", "Error", ""], numbers: [1, 2, 3, 4])
        for row in rows {
            let error = row.measured > 0 ? "\(SimulationTable.digits((row.mean / row.measured - 1) * 100)) %" : "-"
            table.add([
                row.label, SimulationTable.text(row.mean, row.unit), Self.text(row.range, row.unit),
                SimulationTable.text(row.measured, row.unit), error,
                row.range.contains(row.measured) ? "within" : "outside",
            ])
        }
        for line in table.lines(console) { console.print(line) }
    }

    private static func text(_ range: ClosedRange<Double>, _ unit: SimulationReport.Unit) -> String {
        "\(SimulationTable.text(range.lowerBound, unit)) … \(SimulationTable.text(range.upperBound, unit))"
    }
}
