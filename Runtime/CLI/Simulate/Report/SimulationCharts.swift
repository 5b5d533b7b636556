import ColdStart
import Simulator

/// The charts of one simulation.
struct SimulationCharts {
    private let report: SimulationReport
    private let course: TimeCourse

    init(_ report: SimulationReport) { (self.report, course) = (report, TimeCourse(report)) }

    var all: [LineChart] {
        let latencies = LatencyCurve.chart([("latency", "running", report)])
        return [environments, rates] + [coldStarts, throttles, latencies].compactMap(\.self)
    }

    private func chart(_ title: String, _ series: [LineChart.Series]) -> LineChart {
        LineChart(title: title, series: series, x: TimeCourse.time(upTo: course.end), y: SimulationTable.digits)
    }

    private var environments: LineChart {
        let alive = course.level { Double($0.environments) }
        return chart(
            "Environments and invocations under way",
            [
                .init(name: "environments alive", colour: "alive", points: alive, isArea: true),
                .init(name: "serving", colour: "running", points: course.level { Double($0.running) }),
            ]
        )
    }

    private var rates: LineChart {
        chart(
            "Invocations a second",
            [.init(name: "offered", colour: "running", points: course.perSecond(\.offered))]
        )
    }

    /// On a scale of their own, where there are any: beside all invocations nobody would see them.
    private var coldStarts: LineChart? {
        guard report.samples.contains(where: { $0.cold > 0 }) else { return nil }
        let points = course.perSecond(\.cold)
        return chart("Cold starts a second", [.init(name: "cold starts", colour: "cold", points: points)])
    }

    /// By their reasons, where these are known.
    private var throttles: LineChart? {
        guard report.samples.contains(where: { $0.throttled > 0 }) else { return nil }
        let reasons = ThrottleReason.allCases.enumerated().filter { number, _ in
            report.samples.contains { number < $0.throttles.count && $0.throttles[number] > 0 }
        }
        let series = reasons.map { number, reason -> LineChart.Series in
            let points = course.perSecond { number < $0.throttles.count ? $0.throttles[number] : 0 }
            return .init(name: reason.rawValue, colour: HTMLStyle.colour(number), points: points)
        }
        let all = LineChart.Series(name: "throttled", colour: "throttled", points: course.perSecond(\.throttled))
        let title = reasons.count == 1 ? "Throttles a second: \(reasons[0].element.rawValue)" : "Throttles a second"
        return chart(title, series.count > 1 ? series : [all])
    }
}
