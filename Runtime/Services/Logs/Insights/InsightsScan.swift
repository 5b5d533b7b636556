import JSON
import ServiceKit
import Storage
import Time
import Wire

/// What a query has read so far, and found.
struct InsightsScan {
    let query: InsightsQuery
    /// The best so far, and some more: those beyond the query's limit are thrown away now and then.
    private var rows: [InsightsRow] = []
    private var matched = 0
    private var scanned = (records: 0, bytes: 0)

    init(query: InsightsQuery) { self.query = query }

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
        try reader.backwards(before: nil) { event in
            scanned = (scanned.records + 1, scanned.bytes + event.event.message.count)
            let row = InsightsRow(event, stream: names[event.stream] ?? "", log: log)
            if query.conditions.allSatisfy({ $0.holds(row.value) }) { add(row) }
            return true
        }
    }

    private mutating func add(_ row: InsightsRow) {
        matched += 1
        rows.append(row)
        if rows.count >= 2 * query.limit + 1_000 { rows = best }
    }

    private var best: [InsightsRow] {
        let (field, isDescending) = query.sort
        let keyed = rows.map { (key: $0.value(field) ?? "", row: $0) }
        let sorted = keyed.sorted { left, right in
            isDescending
                ? InsightsRow.isBefore(right.key, left.key) : InsightsRow.isBefore(left.key, right.key)
        }
        return sorted.prefix(query.limit).map(\.row)
    }

    var result: [JSON] { best.map { $0.json(query.fields) } }

    var statistics: JSON {
        [
            "recordsMatched": JSON(Double(matched)), "recordsScanned": JSON(Double(scanned.records)),
            "bytesScanned": JSON(Double(scanned.bytes)),
        ]
    }
}
