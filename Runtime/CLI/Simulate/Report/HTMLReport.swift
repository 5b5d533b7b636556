import ColdStart
import FoundationEssentials
import Simulator

/// Simulations as one page that needs nothing else: figures with their confidence, and charts.
struct HTMLReport {
    var title: String
    var columns: [(name: String, report: SimulationReport)]
    /// The number that tells the columns apart, where one does.
    var knob: Knob?
    /// Sections that stand below, such as servers for comparison.
    var further: [String] = []

    private static let cards = [
        "cold-starts", "p50", "p99", "peak-concurrency", "peak-environments", "throttled", "cost",
    ]

    var page: String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(LineChart.escaped(title))</title>
        <style>\(HTMLStyle.sheet)</style></head>
        <body><main>
        <h1>\(LineChart.escaped(title))</h1>
        \(sections.joined(separator: "\n"))
        \(further.joined(separator: "\n"))
        <h2>All figures</h2>
        <p class="note">\(note)</p>
        \(table)
        </main></body></html>

        """
    }

    /// Before anything is simulated: whether a page can be written there.
    static func check(_ path: String) throws(CommandError) {
        let files = FileManager.default
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let folder = path.dropLast(name.count)
        var isFolder = false
        let isThere = files.fileExists(atPath: path, isDirectory: &isFolder)
        let isWritable = files.isWritableFile(atPath: isThere ? path : folder.isEmpty ? "." : String(folder))
        guard isWritable, !isFolder else { throw CommandError("\(path) cannot be written") }
    }

    func write(to path: String) throws(CommandError) {
        guard FileManager.default.createFile(atPath: path, contents: Data(page.utf8)) else {
            throw CommandError("\(path) cannot be written")
        }
    }

    /// One simulation whole; of several what they share, and each to be opened.
    private var sections: [String] {
        guard columns.count > 1 else {
            return columns.map { name, report in
                let heading = name.isEmpty ? "" : "<h2>\(LineChart.escaped(name))</h2>"
                return "<section>\(heading)\(details(report))</section>"
            }
        }
        let charts = VariantCharts(columns)
        let shared = knob.map(charts.figures(by:)) ?? charts.overTime
        return ["<section>\(shared.map(\.html).joined(separator: "\n"))</section>"]
            + columns.map { name, report in
                "<details><summary>\(LineChart.escaped(name))</summary>\(details(report))</details>"
            }
    }

    private func details(_ report: SimulationReport) -> String {
        let cards = Self.cards.compactMap { key in report.figures.first { $0.key == key } }.map { figure in
            """
            <div class="card"><span>\(LineChart.escaped(figure.label))</span>\
            <b>\(SimulationTable.text(figure.estimate.value, figure.unit))</b>\
            <small>\(report.hasChance ? SimulationTable.margin(figure.estimate, figure.unit) : "")</small></div>
            """
        }
        return """
            <div class="cards">\(cards.joined())</div>
            \(SimulationCharts(report).all.map(\.html).joined(separator: "\n"))
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
            let cells = columns.map { name, report in
                cell(name, report[figure.key], figure.unit, report.hasChance)
                    ?? "<td data-of=\"\(LineChart.escaped(name))\">-</td>"
            }
            return "<tr><th>\(LineChart.escaped(figure.label))</th>\(cells.joined())</tr>"
        }
        let months = first.monthly.enumerated().map { number, month in
            let cells = columns.map { name, report in
                let dollars = SimulationTable.dollars(report.monthly[number].dollars)
                return "<td data-of=\"\(LineChart.escaped(name))\">\(dollars)</td>"
            }
            return "<tr><th>\(LineChart.escaped(month.label))</th>\(cells.joined())</tr>"
        }
        let reasons = Set(columns.flatMap { $0.report.throttles.map(\.reason) }).sorted { $0.rawValue < $1.rawValue }
        let throttles = reasons.map { reason in
            let cells = columns.map { name, report in
                let count = report.throttles.first { $0.reason == reason }?.count
                return cell(name, count, .count, report.hasChance)
                    ?? "<td data-of=\"\(LineChart.escaped(name))\">0</td>"
            }
            return "<tr><th>\(reason.rawValue)</th>\(cells.joined())</tr>"
        }
        return """
            <div class="wide"><table\(columns.count > 1 ? " class=\"many\"" : "")><thead><tr><th></th>\(heading)</tr></thead>
            <tbody>\((rows + months + throttles).joined(separator: "\n"))</tbody></table></div>
            """
    }

    private func cell(
        _ name: String,
        _ estimate: Estimate?,
        _ unit: SimulationReport.Unit,
        _ hasChance: Bool
    ) -> String? {
        estimate.map { estimate in
            let margin = hasChance ? SimulationTable.margin(estimate, unit) : ""
            let small = margin.isEmpty ? "" : "<small>\(margin)</small>"
            let value = SimulationTable.text(estimate.value, unit)
            return "<td data-of=\"\(LineChart.escaped(name))\">\(value)\(small)</td>"
        }
    }
}
