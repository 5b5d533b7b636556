import ColdStart
import JSON
import Simulator

/// Shows simulations as a table: a figure a line, a scenario a column.
struct SimulationTable {
    var columns: [(name: String, report: SimulationReport)]

    func print(to console: Console) {
        let keys = columns.first?.report.figures.map(\.key) ?? []
        var table = TextTable([""] + columns.map(\.name), numbers: [])
        for key in keys {
            guard let figure = columns.first?.report.figures.first(where: { $0.key == key }) else { continue }
            let cells = columns.map { column in
                column.report[key].map { Self.text($0, figure.unit, column.report) } ?? "-"
            }
            table.add([figure.label] + cells)
        }
        for (number, month) in (columns.first?.report.monthly ?? []).enumerated() {
            table.add([month.label] + columns.map { Self.dollars($0.report.monthly[number].dollars) })
        }
        for reason in Set(columns.flatMap { $0.report.throttles.map(\.reason) }).sorted(by: {
            $0.rawValue < $1.rawValue
        }) {
            let counts = columns.map { column in
                column.report.throttles.first { $0.reason == reason }
                    .map { Self.text($0.count, .count, column.report) } ?? "0"
            }
            table.add([reason.rawValue] + counts)
        }
        for line in table.lines(console) { console.print(line) }
    }

    /// `comparison` is what the traffic would cost on servers.
    func json(comparison: JSON? = nil) -> JSON {
        var json = JSON.Object([
            ("results", .array(columns.map { ["name": .string($0.name), "result": $0.report.json] }))
        ])
        json["comparison"] = comparison
        return .object(json)
    }

    /// The figure with its 95 % confidence interval.
    static func text(_ estimate: Estimate, _ unit: SimulationReport.Unit, _ report: SimulationReport) -> String {
        let value = text(estimate.value, unit)
        guard report.hasChance else { return value }
        return [value, margin(estimate, unit)].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Half the width of the interval, or its ends where they are not equally far away; empty where there is none.
    static func margin(_ estimate: Estimate, _ unit: SimulationReport.Unit) -> String {
        guard let interval = estimate.interval else { return "" }
        let (below, above) = (estimate.value - interval.lowerBound, interval.upperBound - estimate.value)
        if abs(above - below) <= 0.2 * (above + below) { return "± \(text((above + below) / 2, unit))" }
        return "(\(text(interval.lowerBound, unit)) … \(text(interval.upperBound, unit)))"
    }

    static func text(_ value: Double, _ unit: SimulationReport.Unit) -> String {
        switch unit {
        case .share: "\(digits(value * 100)) %"
        case .seconds: value < 1 ? "\(digits(value * 1_000)) ms" : "\(digits(value)) s"
        case .count: digits(value)
        case .gigabytes, .gigabyteSecondsPerHour, .perSecond: "\(digits(value)) \(unit.rawValue)"
        case .dollarsPerHour: "\(digits(value)) $/h"
        }
    }

    static func dollars(_ value: Double) -> String { "$\((value * 100).rounded() / 100)" }

    /// Four digits.
    static func digits(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        if value == 0 { return "0" }
        if abs(value) >= 1_000 { return "\(Int(value.rounded()))" }
        var scale = 1.0
        while abs(value) * scale < 1_000 && scale < 1e12 { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}
