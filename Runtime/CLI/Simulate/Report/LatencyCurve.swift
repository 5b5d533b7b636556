import Simulator

#if canImport(Glibc)
    import Glibc
#endif

/// Latency by the share of invocations that had no more; each mark has a tenth of those above the one before.
enum LatencyCurve {
    /// `nil` where there are no latencies.
    static func chart(_ lines: [(name: String, colour: String, report: SimulationReport)]) -> LineChart? {
        let series = lines.map { line in
            LineChart.Series(
                name: line.name,
                colour: line.colour,
                points: line.report.latencyCurve.map { (x: nines($0.share), y: $0.seconds) }
            )
        }
        guard let end = series.flatMap(\.points).map(\.x).max() else { return nil }
        let marks: [(share: Double, name: String)] = [
            (0.5, "p50"), (0.9, "p90"), (0.99, "p99"), (0.999, "p99.9"), (0.9999, "p99.99"),
        ]
        let shown = marks.filter { nines($0.share) <= end + 1e-9 }
        return LineChart(
            title: "Latency",
            series: series,
            x: { value in shown.first { abs(nines($0.share) - value) < 1e-9 }?.name ?? "" },
            y: { SimulationTable.text($0, .seconds) },
            marks: shown.map { nines($0.share) }
        )
    }

    private static func nines(_ share: Double) -> Double { -log10(max(1e-9, 1 - share)) }
}
