import Simulator

/// What came to each function and to each of its routes, as a table of a page.
struct PartTable {
    private let report: SimulationReport

    init(_ report: SimulationReport) { self.report = report }

    private static let heads = ["A second", "Cold", "Throttled", "Refused", "Timed out", "Mean latency", "Cost"]

    func html(_ title: String) -> String {
        let heads = Self.heads.map { "<th>\($0)</th>" }.joined()
        let rows = report.parts.flatMap { part in
            [row(part, "")] + (part.routes.count > 1 ? part.routes.map { row($0, " class=\"route\"") } : [])
        }
        return """
            <h2>\(LineChart.escaped(title))</h2>
            <p class="note">Cost: requests, compute, gateway and queues, without provisioned concurrency and snapshots.</p>
            <div class="wide"><table class="many"><thead><tr><th></th>\(heads)</tr></thead>
            <tbody>\(rows.joined(separator: "\n"))</tbody></table></div>
            """
    }

    private func row(_ part: SimulationReport.Part, _ kind: String) -> String {
        let cells = [
            SimulationTable.text(part.offeredPerSecond, .count), SimulationTable.text(part.cold, .share),
            SimulationTable.text(part.throttled, .share), SimulationTable.text(part.refused, .share),
            SimulationTable.text(part.timedOut, .share),
            part.meanLatency.map { SimulationTable.text($0, .seconds) } ?? "-",
            part.dollarsPerHour.map { SimulationTable.text($0, .dollarsPerHour) } ?? "",
        ]
        let texts = zip(Self.heads, cells).map { "<td data-of=\"\($0)\">\($1)</td>" }
        let way = part.routes.count == 1 ? "<small>\(LineChart.escaped(part.routes[0].name))</small>" : ""
        return "<tr\(kind)><th>\(LineChart.escaped(part.name))\(way)</th>\(texts.joined())</tr>"
    }
}
