import ColdStart
import JSON
import Simulator

/// Functions beside servers under the same load, as a table and as part of a page.
struct ServerComparison {
    let traffic: Traffic
    let course: ServerFleet.Course
    let report: SimulationReport

    /// What Lambda and API Gateway cost for as much in so many seconds: prices fall with what a month brings, and some
    /// things are billed for a shortest time. Without the free tier.
    private func bill(ofSeconds length: Double) -> Bill { report.bill(ofSeconds: length, freeTier: false) }

    private var monthly: (lambda: Double, servers: Double) {
        let month = SimulationReport.thirtyDays
        return (bill(ofSeconds: month).total, course.dollars / traffic.horizon * month)
    }

    /// Refused by the gateway, throttled by Lambda or too slow.
    private var unserved: Double {
        1 - ["refused", "throttled", "timed-out"].reduce(1) { $0 * (1 - (report[$1]?.value ?? 0)) }
    }

    private var rows: [(String, lambda: String, servers: String)] {
        let (bill, monthly) = (bill(ofSeconds: traffic.horizon), monthly)
        let fleet = traffic.servers.map { "\($0.minimum)…\($0.maximum), \(Int($0.target * 100)) % CPU" } ?? ""
        return [
            ("Scaling", "one environment an invocation", fleet),
            ("Most at once", "\(Int(report["peak-environments"]?.value ?? 0)) environments", "\(course.peak) servers"),
            ("Not served in time", Self.share(unserved), Self.share(course.overloadShare)),
            ("Highest CPU", "-", Self.share(course.peakUtilization)),
            ("Requests and compute", Self.dollars(bill.total - bill.gateway), Self.dollars(course.dollars)),
            ("API Gateway", Self.dollars(bill.gateway), "-"),
            ("Cost", Self.dollars(bill.total), Self.dollars(course.dollars)),
            ("Cost of 30 days like this", Self.dollars(monthly.lambda), Self.dollars(monthly.servers)),
        ]
    }

    var json: JSON {
        let (bill, monthly) = (bill(ofSeconds: traffic.horizon), monthly)
        return [
            "lambda": [
                "unserved": JSON(unserved), "compute": JSON(bill.total - bill.gateway), "gateway": JSON(bill.gateway),
                "dollars": JSON(bill.total), "dollarsPerMonth": JSON(monthly.lambda),
            ],
            "servers": [
                "peak": JSON(course.peak), "peakUtilization": JSON(course.peakUtilization),
                "unserved": JSON(course.overloadShare), "hours": JSON(course.serverHours),
                "dollars": JSON(course.dollars), "dollarsPerMonth": JSON(monthly.servers),
            ],
        ]
    }

    func print(to console: Console) {
        var table = TextTable(["", "Lambda", "Servers"], numbers: [])
        for row in rows { table.add([row.0, row.lambda, row.servers]) }
        console.print("")
        for line in table.lines(console) { console.print(line) }
    }

    var html: String {
        let body = rows.map { row in
            "<tr><th>\(LineChart.escaped(row.0))</th><td>\(row.lambda)</td><td>\(row.servers)</td></tr>"
        }
        return """
            <h2>Beside an autoscaled fleet of servers</h2>
            <table><thead><tr><th></th><th>Lambda</th><th>Servers</th></tr></thead>
            <tbody>\(body.joined(separator: "\n"))</tbody></table>
            \([room, costs, fleet].map(\.html).joined(separator: "\n"))
            """
    }

    private func chart(
        _ title: String,
        _ series: [LineChart.Series],
        _ y: @escaping (Double) -> String = SimulationTable.digits
    ) -> LineChart {
        LineChart(title: title, series: series, x: TimeCourse.time(upTo: traffic.horizon), y: y)
    }

    /// How many requests either has room for at the same time: an environment takes one, a server as many as it gets done.
    private var room: LineChart {
        let duration = traffic.routes.reduce(0) { $0 + $1.share * $1.handler.mean }
        let each = (traffic.servers?.requestsPerSecond ?? 0) * duration
        let lambda = TimeCourse(report)
        return chart(
            "Room for requests at once",
            [
                .init(
                    name: "Lambda's environments",
                    colour: "alive",
                    points: lambda.level { Double($0.environments) },
                    isArea: true
                ),
                .init(name: "under way on Lambda", colour: "running", points: lambda.level { Double($0.running) }),
                .init(name: "on servers", colour: "servers", points: servers { Double($0.serving) * each }),
            ]
        )
    }

    /// Servers are paid as they go; what Lambda costs goes with what it has done.
    private var costs: LineChart {
        let whole = report.costs.last?.dollars ?? 0
        let factor = whole > 0 ? bill(ofSeconds: traffic.horizon).total / whole : 0
        var (paid, last) = (0.0, 0.0)
        let servers = course.moments.map { moment in
            defer { last = Double(moment.paid) }
            paid += last * step / 3_600 * (traffic.servers?.dollarsPerHour ?? 0)
            return (x: moment.time, y: paid)
        }
        return chart(
            "Dollars spent so far",
            [
                .init(name: "Lambda", colour: "running", points: report.costs.map { ($0.time, $0.dollars * factor) }),
                .init(name: "servers", colour: "servers", points: servers + [(traffic.horizon, course.dollars)]),
            ],
            Self.dollars
        )
    }

    private var fleet: LineChart {
        let target = traffic.servers?.target ?? 1
        return chart(
            "Servers",
            [
                .init(name: "paid", colour: "alive", points: servers { Double($0.paid) }, isArea: true),
                .init(
                    name: "needed at \(Int(target * 100)) % CPU",
                    colour: "servers",
                    points: servers { $0.utilization * Double($0.serving) / target }
                ),
            ]
        )
    }

    private func servers(_ value: (ServerFleet.Moment) -> Double) -> [(x: Double, y: Double)] {
        course.moments.map { ($0.time, value($0)) }
    }

    /// Seconds from one look at the fleet to the next.
    private var step: Double { course.moments.count > 1 ? course.moments[1].time - course.moments[0].time : 0 }

    private static func share(_ value: Double) -> String { "\(SimulationTable.digits(value * 100)) %" }

    private static func dollars(_ value: Double) -> String { SimulationTable.dollars(value) }
}
