import ColdStart
import Simulator

/// Functions beside servers under the same load, as a table and as part of a page.
struct ServerComparison {
    let traffic: Traffic
    let course: ServerFleet.Course
    let bill: Bill
    let report: SimulationReport

    private var hours: Double { traffic.horizon / 3_600 }

    private var rows: [(String, lambda: String, servers: String)] {
        let lambda = bill.total
        let fleet = traffic.servers.map { "\($0.minimum)…\($0.maximum), \(Int($0.target * 100)) % CPU" } ?? ""
        return [
            ("Scaling", "one environment an invocation", fleet),
            ("Most at once", "\(Int(report["peak-environments"]?.value ?? 0)) environments", "\(course.peak) servers"),
            ("Not served in time", Self.share(report["throttled"]?.value ?? 0), Self.share(course.overloadShare)),
            ("Highest CPU", "-", Self.share(course.peakUtilization)),
            ("Requests and compute", Self.dollars(lambda - bill.gateway), Self.dollars(course.dollars)),
            ("HTTP API", Self.dollars(bill.gateway), "-"),
            ("Cost", Self.dollars(lambda), Self.dollars(course.dollars)),
            (
                "Cost of 30 days like this", Self.dollars(lambda / hours * 720),
                Self.dollars(course.dollars / hours * 720)
            ),
        ]
    }

    func print(to console: Console) {
        var table = TextTable(["", "Lambda", "Servers"], numbers: [])
        for row in rows { table.add([row.0, row.lambda, row.servers]) }
        console.print("")
        for line in table.lines(console) { console.print(line) }
    }

    var html: String {
        let chart = LineChart(
            title: "Servers",
            series: [
                .init(
                    name: "paid",
                    colour: "alive",
                    points: course.moments.map { ($0.time, Double($0.paid)) },
                    isArea: true
                ),
                .init(
                    name: "needed at \(Int((traffic.servers?.target ?? 0) * 100)) % CPU",
                    colour: "servers",
                    points: course.moments.map { moment in
                        let target = traffic.servers?.target ?? 1
                        return (moment.time, moment.utilization * Double(moment.serving) / target)
                    }
                ),
            ],
            x: SimulationCharts.time,
            y: SimulationTable.digits
        )
        let body = rows.map { row in
            "<tr><th>\(LineChart.escaped(row.0))</th><td>\(row.lambda)</td><td>\(row.servers)</td></tr>"
        }
        return """
            <h2>Beside an autoscaled fleet of servers</h2>
            <table><thead><tr><th></th><th>Lambda</th><th>Servers</th></tr></thead>
            <tbody>\(body.joined(separator: "\n"))</tbody></table>
            \(chart.html)
            """
    }

    private static func share(_ value: Double) -> String { "\(SimulationTable.digits(value * 100)) %" }

    private static func dollars(_ value: Double) -> String { "$\((value * 100).rounded() / 100)" }
}
