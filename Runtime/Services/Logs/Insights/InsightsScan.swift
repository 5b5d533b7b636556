import JSON
import ServiceKit
import Storage
import Time
import Wire

/// What a query has read so far, and found.
struct InsightsScan {
    let query: InsightsQuery
    private var rows: [InsightsRow] = []
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
            if query.conditions.allSatisfy({ $0.holds(row.value) }) { rows.append(row) }
            return true
        }
    }

    var result: [JSON] {
        let (field, isDescending) = query.sort
        let keyed = rows.map { (key: $0.value(field) ?? "", row: $0) }
        let sorted = keyed.sorted { left, right in
            isDescending
                ? InsightsRow.isBefore(right.key, left.key) : InsightsRow.isBefore(left.key, right.key)
        }
        return sorted.prefix(query.limit).map { $0.row.json(query.fields) }
    }

    var statistics: JSON {
        [
            "recordsMatched": JSON(Double(rows.count)), "recordsScanned": JSON(Double(scanned.records)),
            "bytesScanned": JSON(Double(scanned.bytes)),
        ]
    }
}
