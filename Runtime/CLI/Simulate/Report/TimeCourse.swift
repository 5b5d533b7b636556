import Simulator

/// How a simulation went over time, as points of a chart.
struct TimeCourse {
    private let samples: [Statistics.Sample]

    init(_ report: SimulationReport) { samples = report.samples }

    var end: Double { samples.last?.time ?? 0 }

    func level(_ value: (Statistics.Sample) -> Double) -> [(x: Double, y: Double)] {
        samples.map { ($0.time, value($0)) }
    }

    func perSecond(_ count: (Statistics.Sample) -> Double) -> [(x: Double, y: Double)] {
        zip(samples, samples.dropFirst()).map { before, sample in
            (sample.time, count(sample) / max(1e-9, sample.time - before.time))
        }
    }

    /// All up to each moment; what came before the first sample was the warm-up's.
    func sum(_ count: (Statistics.Sample) -> Double) -> [(x: Double, y: Double)] {
        var sum = 0.0
        return samples.enumerated().map { number, sample in
            if number > 0 { sum += count(sample) }
            return (sample.time, sum)
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
