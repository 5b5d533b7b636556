import JSON
import ServiceKit
import Storage
import Time
import Wire

/// What a query has read so far, and found.
struct InsightsScan {
    private let query: InsightsQuery
    private let context: InsightsContext
    /// What needs more than one row.
    private var rest: ArraySlice<InsightsCommand>
    private var rows: [InsightsRow] = []
    /// Of a query whose first such command is `stats`.
    private var table: InsightsStats.Table?
    private var matched = 0
    private var scanned = (records: 0, bytes: 0)

    init(_ query: InsightsQuery, _ now: Timestamp) {
        self.query = query
        context = InsightsContext(now: now)
        rest = query.commands.dropFirst(query.perRow.count)
        if case .stats(let stats)? = rest.first {
            table = InsightsStats.Table(stats)
            rest.removeFirst()
        }
    }

    /// Reads the events of a group; times are milliseconds since 1970.
    mutating func read(
        _ group: LogGroup,
        _ times: ClosedRange<Int64>,
        _ service: Logs,
        _ connection: Connection
    ) throws {
        let start = max(times.lowerBound, group.horizon(service.context.time.now))
        guard start <= times.upperBound else { return }
        let streams = try LogStore(connection).streams(of: group, prefix: "")
        let names = Dictionary(streams.map { ($0.number, $0.name) }) { first, _ in first }
        let log = "\(service.context.account.id):\(group.name)"
        let reader = EventReader(connection: connection, group: group.number, range: start...times.upperBound)
        let perRow = query.perRow
        try reader.backwards(before: nil) { event in
            scanned = (scanned.records + 1, scanned.bytes + event.event.message.count)
            let row = InsightsRow(event, stream: names[event.stream] ?? "", log: log)
            if let row = InsightsRun.row(row, perRow, context) { add(row) }
            return true
        }
    }

    private mutating func add(_ row: InsightsRow) {
        matched += 1
        if table != nil {
            table?.add(row, context)
        } else {
            rows.append(row)
            if rows.count >= 2 * query.limit + 1_000 { rows = best }
        }
    }

    /// The rows that the first `sort` and `limit` leave; all of them where another command wants to see them.
    private var best: [InsightsRow] {
        var commands = rest[...]
        var keys = InsightsRun.newestFirst
        if case .sort(let sort)? = commands.first {
            keys = sort
            commands.removeFirst()
        }
        let isBounded = commands.allSatisfy { command in
            switch command {
            case .limit, .fields, .display, .parse: true
            case .filter, .stats, .sort, .dedup: false
            }
        }
        return isBounded ? Array(InsightsRun.sorted(rows, keys, context).prefix(query.limit)) : rows
    }

    var result: [JSON] {
        var rows = table?.rows(context) ?? InsightsRun.sorted(rows, InsightsRun.newestFirst, context)
        for command in rest { rows = InsightsRun.rows(rows, command, context) }
        let shown = query.shown
        return rows.prefix(query.limit).map { $0.json(shown) }
    }

    var statistics: JSON {
        [
            "recordsMatched": JSON(Double(matched)), "recordsScanned": JSON(Double(scanned.records)),
            "bytesScanned": JSON(Double(scanned.bytes)),
        ]
    }
}
