import ColdStart
import FoundationEssentials
import Simulator

/// Simulations as one page that needs nothing else: figures with their confidence, and charts.
struct HTMLReport {
    var title: String
    var columns: [(name: String, report: SimulationReport)]
    /// Sections that stand below, such as servers for comparison.
    var further: [String] = []

    private static let cards = [
        "cold-starts", "p50", "p99", "peak-concurrency", "peak-environments", "throttled", "cost",
    ]

    var page: String {
        let sections = columns.map { section($0.name, $0.report) }.joined(separator: "\n")
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(LineChart.escaped(title))</title>
            <style>\(HTMLStyle.sheet)</style></head>
            <body><main>
            <h1>\(LineChart.escaped(title))</h1>
            \(sections)
            \(further.joined(separator: "\n"))
            <h2>All figures</h2>
            <p class="note">\(note)</p>
            \(table)
            </main></body></html>

            """
    }

    func write(to path: String) throws(CommandError) {
        guard FileManager.default.createFile(atPath: path, contents: Data(page.utf8)) else {
            throw CommandError("\(path) cannot be written")
        }
    }

    private func section(_ name: String, _ report: SimulationReport) -> String {
        let cards = Self.cards.compactMap { key in report.figures.first { $0.key == key } }.map { figure in
            """
            <div class="card"><span>\(LineChart.escaped(figure.label))</span>\
            <b>\(SimulationTable.text(figure.estimate.value, figure.unit))</b>\
            <small>\(report.hasChance ? SimulationTable.margin(figure.estimate, figure.unit) : "")</small></div>
            """
        }
        return """
            <section>\(name.isEmpty ? "" : "<h2>\(LineChart.escaped(name))</h2>")
            <div class="cards">\(cards.joined())</div>
            \(SimulationCharts(report).all.map(\.html).joined(separator: "\n"))
            </section>
            """
    }

    private var note: String {
        let reports = columns.map(\.report)
        let early =
            reports.contains { $0.stoppedAt != nil }
            ? "Stopped early: figures are of what was simulated until then. " : ""
        guard reports.contains(where: \.hasChance) else {
            return early + "Differential equations: nothing is left to chance."
        }
        return early + "Each with its 95 % confidence interval where one can be given."
    }

    private var table: String {
        guard let first = columns.first?.report else { return "" }
        let heading = columns.map { "<th>\(LineChart.escaped($0.name))</th>" }.joined()
        let rows = first.figures.map { figure in
            let cells = columns.map { column in
                "<td>\(column.report[figure.key].map { SimulationTable.text($0, figure.unit, column.report) } ?? "-")</td>"
            }
            return "<tr><th>\(LineChart.escaped(figure.label))</th>\(cells.joined())</tr>"
        }
        let reasons = Set(columns.flatMap { $0.report.throttles.map(\.reason) }).sorted { $0.rawValue < $1.rawValue }
        let throttles = reasons.map { reason in
            let cells = columns.map { column -> String in
                let count = column.report.throttles.first { $0.reason == reason }?.count
                return "<td>\(count.map { SimulationTable.text($0, .count, column.report) } ?? "0")</td>"
            }
            return "<tr><th>\(reason.rawValue)</th>\(cells.joined())</tr>"
        }
        return """
            <table><thead><tr><th></th>\(heading)</tr></thead>
            <tbody>\((rows + throttles).joined(separator: "\n"))</tbody></table>
            """
    }
}
