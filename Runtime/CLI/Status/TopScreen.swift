import ColdStart
import Lambda

/// What `hearth top` shows: the difference between two looks at a Hearth.
struct TopScreen {
    private let before: LambdaStatus
    private let after: LambdaStatus
    private let seconds: Double

    init(from before: LambdaStatus, to after: LambdaStatus, seconds: Double) {
        self.before = before
        self.after = after
        self.seconds = max(seconds, 1e-3)
    }

    func lines(_ console: Console) -> [String] {
        let (usages, prices) = after.usages(since: before, seconds: seconds)
        let rows = zip(after.functions, usages).map { function, usage in
            let bill = Bill(usage.scaled(by: 3_600 / seconds), prices: prices, freeTier: false)
            return Row(function, function.label(among: after), since: before.function(like: function), seconds, bill)
        }
        let sum = rows.reduce(into: Row()) { $0.add($1) }
        var table = TextTable(
            ["FUNCTION", "CONC", "ENV", "PROV", "MEMORY", "INV/S", "COLD/S", "COLD", "THROTTLED/S", "ERRORS/S"]
                + ["p50", "p99", "$/H"],
            numbers: Set(1...12)
        )
        for row in rows { table.add(row.cells) }
        var cells = sum.cells
        cells[0] = "all"
        table.add(cells)
        return table.lines(console) + throttles.map { "throttled: \($0)" }
    }

    /// Those since the start, by reason.
    private var throttles: [String] {
        let counts = after.functions.reduce(into: [String: Int]()) { counts, function in
            counts.merge(function.throttles, uniquingKeysWith: +)
        }
        return counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    }

    /// A function's line.
    private struct Row {
        var name = ""
        var concurrency = 0
        var environments = 0
        /// Of provisioned concurrency: what is in use, and what there is.
        var provisioned = (inUse: 0, allocated: 0)
        var kilobytes = 0
        /// All of these each second.
        var invocations = 0.0
        var cold = 0.0
        var throttled = 0.0
        var errors = 0.0
        var p50: Double?
        var p99: Double?
        /// More than one function has percentiles.
        var hasSeveral = false
        var dollarsPerHour = 0.0

        init() {}

        init(
            _ now: FunctionStatus,
            _ label: String,
            since before: FunctionStatus?,
            _ seconds: Double,
            _ hourly: Bill
        ) {
            func rate(_ count: (FunctionStatus) -> Int) -> Double {
                Double(max(0, count(now) - (before.map(count) ?? 0))) / seconds
            }
            name = label
            concurrency = now.concurrency
            environments = now.environmentCount
            provisioned = (now.provisionedConcurrentExecutions, now.allocatedEnvironments)
            kilobytes = now.environments.reduce(0) { $0 + $1.memoryKilobytes }
            invocations = rate { $0.coldStarts + $0.warmStarts }
            cold = rate(\.coldStarts)
            throttled = rate { $0.throttles.values.reduce(0, +) }
            errors = rate(\.errors)
            (p50, p99) = (now.p50Milliseconds, now.p99Milliseconds)
            dollarsPerHour = hourly.total
        }

        /// Percentiles do not add up: there are some where one function has all there are.
        mutating func add(_ other: Row) {
            concurrency += other.concurrency
            environments += other.environments
            provisioned.inUse += other.provisioned.inUse
            provisioned.allocated += other.provisioned.allocated
            kilobytes += other.kilobytes
            invocations += other.invocations
            cold += other.cold
            throttled += other.throttled
            errors += other.errors
            hasSeveral = hasSeveral || (p99 != nil && other.p99 != nil)
            (p50, p99) = hasSeveral ? (nil, nil) : (p50 ?? other.p50, p99 ?? other.p99)
            dollarsPerHour += other.dollarsPerHour
        }

        var cells: [String] {
            let share = invocations > 0 ? "\(Readable.tenths(cold / invocations * 100)) %" : "-"
            let (inUse, allocated) = provisioned
            return [
                name, "\(concurrency)", "\(environments)", allocated > 0 ? "\(inUse)/\(allocated)" : "-",
                Readable.memory(kilobytes: kilobytes), Readable.tenths(invocations), Readable.tenths(cold), share,
                Readable.tenths(throttled), Readable.tenths(errors), Readable.milliseconds(p50),
                Readable.milliseconds(p99),
                SimulationTable.digits(dollarsPerHour),
            ]
        }
    }
}
