import Simulator

/// Variants of a scenario beside one another, in charts that they share.
struct VariantCharts {
    private let columns: [(name: String, report: SimulationReport)]

    init(_ columns: [(name: String, report: SimulationReport)]) { self.columns = columns }

    /// A line for each policy, over time.
    var overTime: [LineChart] {
        let latencies = LatencyCurve.chart(
            columns.enumerated().map { ($0.element.name, HTMLStyle.colour($0.offset), $0.element.report) }
        )
        let charts = [
            chart("Environments alive") { $0.level { Double($0.environments) } },
            chart("Cold starts so far") { $0.sum(\.cold) }, chart("Throttles so far") { $0.sum(\.throttled) },
            latencies,
        ]
        return charts.compactMap(\.self)
    }

    /// `nil` where all of it is nothing.
    private func chart(_ title: String, _ points: (TimeCourse) -> [(x: Double, y: Double)]) -> LineChart? {
        let series = columns.enumerated().map { number, column in
            LineChart.Series(
                name: column.name,
                colour: HTMLStyle.colour(number),
                points: points(TimeCourse(column.report))
            )
        }
        guard series.contains(where: { $0.points.contains { $0.y > 0 } }) else { return nil }
        let end = columns.map { TimeCourse($0.report).end }.max() ?? 0
        return LineChart(title: title, series: series, x: TimeCourse.time(upTo: end), y: SimulationTable.digits)
    }

    private static let figures = ["cold-starts", "p50", "p99", "throttled", "environments", "cost"]

    /// Figures by the number that is varied. Its values stand at equal distances, whatever lies between them.
    func figures(by knob: Knob) -> [LineChart] {
        Self.figures.compactMap { figure($0, knob) }
    }

    private func figure(_ key: String, _ knob: Knob) -> LineChart? {
        guard let figure = columns.lazy.compactMap({ $0.report.figures.first { $0.key == key } }).first else {
            return nil
        }
        let estimates = columns.enumerated().compactMap { number, column in
            column.report[key].map { (x: Double(number), estimate: $0) }
        }
        guard estimates.count > 1, estimates.contains(where: { $0.estimate.value > 0 }) else { return nil }
        let intervals = estimates.compactMap { x, estimate in
            estimate.interval.map { (x: x, low: $0.lowerBound, high: $0.upperBound) }
        }
        let line = LineChart.Series(
            name: figure.label,
            colour: "running",
            points: estimates.map { ($0.x, $0.estimate.value) },
            hasDots: true,
            intervals: intervals
        )
        let step = (columns.count + 8) / 9
        return LineChart(
            title: "\(figure.label) by \(knob.rawValue)",
            series: [line],
            x: { columns[Int($0)].name.split(separator: "=").last.map(String.init) ?? "" },
            y: { SimulationTable.text($0, figure.unit) },
            marks: stride(from: 0, to: columns.count, by: step).map(Double.init)
        )
    }
}
