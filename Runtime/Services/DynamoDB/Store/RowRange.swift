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

    /// Whether this is all of a table, read from its beginning.
    var isWhole: Bool { !isIndex && partition == nil && segment == nil && start == nil }

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
        let encoder = BoundEncoder(isComposite: condition.schema.sort.count > 1, leading: condition.leading)
        lower = encoder.first
        upper = encoder.last
        switch condition.range {
        case nil: break
        case .between(let low, let high):
            lower = encoder.at(low)
            upper = encoder.upTo(high)
        case .beginsWith(let prefix):
            let key = encoder.prefix(prefix)
            lower = Bound(key: key, isInclusive: true)
            upper = KeyEncoding.successor(ofPrefix: key).map { Bound(key: $0, isInclusive: false) }
        case .compare(let comparator, let value):
            switch comparator {
            case .less: upper = Bound(key: encoder.key(value), isInclusive: false)
            case .lessOrEqual: upper = encoder.upTo(value)
            case .greater: lower = encoder.behind(value)
            case .greaterOrEqual: lower = encoder.at(value)
            case .equal, .notEqual: (lower, upper) = (encoder.at(value), encoder.upTo(value))
            }
        }
    }
}

/// Bounds of sort keys. In a key of several attributes, those behind the one that is bounded may have any value: what
/// begins with its bytes counts as equal to it.
private struct BoundEncoder {
    private let isComposite: Bool
    private let leading: [UInt8]

    init(isComposite: Bool, leading: [AttributeValue]) {
        self.isComposite = isComposite
        self.leading = leading.flatMap(KeyEncoding.component)
    }

    /// Bounds of all keys with the leading values; `nil` where there are none.
    var first: RowRange.Bound? { leading.isEmpty ? nil : RowRange.Bound(key: leading, isInclusive: true) }

    var last: RowRange.Bound? {
        KeyEncoding.successor(ofPrefix: leading).map { RowRange.Bound(key: $0, isInclusive: false) }
    }

    func key(_ value: AttributeValue) -> [UInt8] {
        isComposite ? leading + KeyEncoding.component(value) : KeyEncoding.bytes(of: value)
    }

    func prefix(_ value: AttributeValue) -> [UInt8] {
        isComposite ? leading + KeyEncoding.componentPrefix(value) : KeyEncoding.bytes(of: value)
    }

    func at(_ value: AttributeValue) -> RowRange.Bound { RowRange.Bound(key: key(value), isInclusive: true) }

    func upTo(_ value: AttributeValue) -> RowRange.Bound {
        let key = key(value)
        guard isComposite, let end = KeyEncoding.successor(ofPrefix: key) else {
            return RowRange.Bound(key: key, isInclusive: true)
        }
        return RowRange.Bound(key: end, isInclusive: false)
    }

    func behind(_ value: AttributeValue) -> RowRange.Bound {
        let key = key(value)
        guard isComposite, let end = KeyEncoding.successor(ofPrefix: key) else {
            return RowRange.Bound(key: key, isInclusive: false)
        }
        return RowRange.Bound(key: end, isInclusive: true)
    }
}
