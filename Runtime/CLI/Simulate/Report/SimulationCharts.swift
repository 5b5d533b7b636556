import Simulator

#if canImport(Glibc)
    import Glibc
#endif

/// The charts of one simulation.
struct SimulationCharts {
    private let report: SimulationReport

    init(_ report: SimulationReport) { self.report = report }

    var all: [LineChart] { [environments, rates] + [troubles, latencies].compactMap { $0 } }

    private var environments: LineChart {
        LineChart(
            title: "Environments and invocations under way",
            series: [
                .init(
                    name: "environments alive",
                    colour: "alive",
                    points: course { Double($0.environments) },
                    isArea: true
                ),
                .init(name: "serving", colour: "running", points: course { Double($0.running) }),
            ],
            x: Self.time(upTo: end),
            y: SimulationTable.digits
        )
    }

    private var rates: LineChart {
        LineChart(
            title: "Invocations a second",
            series: [
                .init(name: "offered", colour: "running", points: perSecond(\.offered))
            ],
            x: Self.time(upTo: end),
            y: SimulationTable.digits
        )
    }

    /// On a scale of their own, where there are any: beside all invocations nobody would see them.
    private var troubles: LineChart? {
        let (cold, throttled) = (perSecond(\.cold), perSecond(\.throttled))
        guard (cold + throttled).contains(where: { $0.y > 0 }) else { return nil }
        return LineChart(
            title: "Cold starts and throttles a second",
            series: [
                .init(name: "cold starts", colour: "cold", points: cold),
                .init(name: "throttled", colour: "throttled", points: throttled),
            ],
            x: Self.time(upTo: end),
            y: SimulationTable.digits
        )
    }

    private var end: Double { report.samples.last?.time ?? 0 }

    /// Latency by the share of invocations that had no more; each mark has a tenth of those above the one before.
    private var latencies: LineChart? {
        guard !report.latencyCurve.isEmpty else { return nil }
        let points = report.latencyCurve.map { (x: Self.nines($0.share), y: $0.seconds) }
        let marks: [(Double, String)] = [
            (0.5, "p50"), (0.9, "p90"), (0.99, "p99"), (0.999, "p99.9"), (0.9999, "p99.99"),
        ]
        let shown = marks.filter { Self.nines($0.0) <= (points.last?.x ?? 0) + 1e-9 }
        return LineChart(
            title: "Latency",
            series: [.init(name: "latency", colour: "running", points: points)],
            x: { value in shown.first { abs(Self.nines($0.0) - value) < 1e-9 }?.1 ?? "" },
            y: { SimulationTable.text($0, .seconds) },
            marks: shown.map { Self.nines($0.0) }
        )
    }

    private static func nines(_ share: Double) -> Double { -log10(max(1e-9, 1 - share)) }

    private func course(_ value: (Statistics.Sample) -> Double) -> [(x: Double, y: Double)] {
        report.samples.map { ($0.time, value($0)) }
    }

    private func perSecond(_ count: KeyPath<Statistics.Sample, Double>) -> [(x: Double, y: Double)] {
        zip(report.samples, report.samples.dropFirst()).map { before, sample in
            (sample.time, sample[keyPath: count] / max(1e-9, sample.time - before.time))
        }
    }

    /// `45 s`, `12 min`, `6 h` or `3 d`, by what is to be told at most.
    static func time(upTo end: Double) -> (Double) -> String {
        let units: [(least: Double, length: Double, name: String)] = [
            (172_800, 86_400, "d"), (10_800, 3_600, "h"), (120, 60, "min"), (0, 1, "s"),
        ]
        let unit = units.first { end >= $0.least } ?? (0, 1, "s")
        return { "\(SimulationTable.digits($0 / unit.length)) \(unit.name)" }
    }
}
