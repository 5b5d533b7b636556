import Storage

/// A range of the rows of a table or index, in the order of their keys.
struct RowRange: Sendable {
    struct Bound: Sendable {
        var key: [UInt8]
        var isInclusive: Bool
    }

    /// The SQLite table.
    var tableName: String
    var isIndex: Bool
    /// One partition; without it, all of them.
    var partition: [UInt8]?
    /// Bounds of the sort key, with a partition.
    var lower: Bound?
    var upper: Bound?
    /// Bounds of partition keys, from the first to before the second: a segment.
    var segment: (first: [UInt8]?, end: [UInt8]?)?
    /// Behind this row, in the direction of the range.
    var start: Position?
    var isForward = true

    /// Where a row stands: its key, and in an index also that of its item.
    struct Position: Sendable {
        var key: EncodedKey
        var item: EncodedKey?
    }

    /// Hands size and body of each row to `body` until it returns false.
    func forEach(_ connection: Connection, _ body: (Row) throws -> Bool) throws {
        var conditions: [String] = []
        var values: [SQLValue] = []
        func add(_ condition: String, _ bytes: [UInt8]?...) {
            conditions.append(condition)
            values += bytes.compactMap { $0.map(SQLValue.blob) }
        }
        if let partition { add("pk = ?", partition) }
        if let first = segment?.first { add("pk >= ?", first) }
        if let end = segment?.end { add("pk < ?", end) }
        // A start inside the range replaces the bound it comes behind; SQLite then needs one comparison for it.
        if let lower, start == nil || !isForward { add("sk \(lower.isInclusive ? ">=" : ">") ?", lower.key) }
        if let upper, start == nil || isForward { add("sk \(upper.isInclusive ? "<=" : "<") ?", upper.key) }
        if let start {
            let places = order.map { _ in "?" }.joined(separator: ", ")
            conditions.append("(\(order.joined(separator: ", "))) \(isForward ? ">" : "<") (\(places))")
            values += order.map { .blob(start[$0]) }
        }
        let direction = isForward ? "" : " DESC"
        let sql =
            "SELECT size, body FROM \(tableName)"
            + (conditions.isEmpty ? "" : " WHERE \(conditions.joined(separator: " AND "))")
            + " ORDER BY \(order.map { $0 + direction }.joined(separator: ", "))"
        try connection.query(sql, values, body)
    }

    private var order: [String] {
        (partition == nil ? ["pk", "sk"] : ["sk"]) + (isIndex ? ["item_pk", "item_sk"] : [])
    }
}

extension RowRange.Position {
    fileprivate subscript(column: String) -> [UInt8] {
        switch column {
        case "pk": key.partition
        case "sk": key.sort
        case "item_pk": item?.partition ?? []
        default: item?.sort ?? []
        }
    }
}

extension RowRange {
    /// Narrows the range to what a key condition admits.
    mutating func narrow(to condition: KeyCondition) {
        partition = KeyEncoding.partitionKey(condition.partition)
        switch condition.sort {
        case nil: break
        case .between(let low, let high):
            lower = Bound(key: KeyEncoding.sortKey(low), isInclusive: true)
            upper = Bound(key: KeyEncoding.sortKey(high), isInclusive: true)
        case .beginsWith(let prefix):
            let key = KeyEncoding.sortKey(prefix)
            lower = Bound(key: key, isInclusive: true)
            upper = KeyEncoding.successor(ofPrefix: key).map { Bound(key: $0, isInclusive: false) }
        case .compare(let comparator, let value):
            let key = KeyEncoding.sortKey(value)
            if [.equal, .greater, .greaterOrEqual].contains(comparator) {
                lower = Bound(key: key, isInclusive: comparator != .greater)
            }
            if [.equal, .less, .lessOrEqual].contains(comparator) {
                upper = Bound(key: key, isInclusive: comparator != .less)
            }
        }
    }
}
