import JSON
import ServiceKit
import Storage
import Wire

/// What Query and Scan have in common: where they read, what they leave out, what they show, and where a page ends.
struct ReadRange {
    static let members: [Shape.Member] = [
        .optional("Select", .select),
        .optional("IndexName", .name),
        .optional("ReturnConsumedCapacity", .returnConsumedCapacity),
        .required("TableName", .tableName),
        .optional("ConditionalOperator", .conditionalOperator),
        .optional("AttributesToGet", .attributesToGet),
        .optional("Limit", .limit),
        .optional("ExclusiveStartKey", .attributeMap),
        .optional("ConsistentRead", .boolean),
        .optional("FilterExpression", .text),
        .optional("ProjectionExpression", .text),
        .optional("ExpressionAttributeNames", .names),
        .optional("ExpressionAttributeValues", .attributeMap),
    ]

    enum Selection: String {
        case all = "ALL_ATTRIBUTES"
        case projected = "ALL_PROJECTED_ATTRIBUTES"
        case specific = "SPECIFIC_ATTRIBUTES"
        case count = "COUNT"
    }

    let tableName: String
    let indexName: String?
    let limit: Int?
    let startKey: AttributeMap?
    let isConsistent: Bool
    let detail: Capacity.Detail
    private let selection: Selection?
    var filter: Condition?
    var projection: Projection?

    /// All that there is, of the table itself.
    init(plainly tableName: String) {
        self.tableName = tableName
        indexName = nil
        limit = nil
        startKey = nil
        isConsistent = false
        detail = .none
        selection = nil
    }

    init(_ input: JSON.Object, _ wording: Wording = .current) throws(AWSError) {
        tableName = input["TableName"]?.stringValue ?? ""
        indexName = input["IndexName"]?.stringValue
        limit = input["Limit"]?.intValue
        isConsistent = input["ConsistentRead"]?.boolValue ?? false
        detail = Capacity.Detail(input)
        selection = input["Select"]?.stringValue.flatMap(Selection.init)
        startKey = try Self.startKey(input["ExclusiveStartKey"], wording)
    }

    private static func startKey(_ json: JSON?, _ wording: Wording) throws(AWSError) -> AttributeMap? {
        guard let json, json != .null else { return nil }
        do throws(AWSError) {
            return try AttributeMap(json, wording)
        } catch
            where wording == .older && (error.message.hasPrefix("One or more") || error.message.hasPrefix("Supplied"))
            && !["contains duplicates", "number set"].contains(where: error.message.contains)
        {
            throw .validation("The provided starting key is invalid: \(error.message)")
        }
    }

    /// Whether what is to be shown goes together. AWS envelops the text for a Query, not for a Scan.
    func checkSelection(_ input: JSON.Object) throws(AWSError) {
        let parameter = ["ProjectionExpression", "AttributesToGet"].first { ExpressionParameters.isPresent($0, input) }
        switch (selection, parameter) {
        case (.specific, nil):
            throw .validation(
                "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES"
            )
        case (.all, let parameter?), (.projected, let parameter?):
            throw .validation("Cannot specify the \(parameter) when choosing to get \(selection?.rawValue ?? "")")
        case (.count, let parameter?):
            throw .validation("Cannot specify the \(parameter) when choosing to get only the Count")
        case (.projected, nil) where indexName == nil:
            throw .validation("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")
        default: return
        }
    }

    // MARK: With the table

    /// The index that is read; `nil` for the table itself.
    func index(_ table: Table) throws(AWSError) -> IndexStore? {
        guard let indexName else { return nil }
        let index = try table.index(named: indexName)
        guard index.index.kind == .global else { return index }
        guard !table.isBackfilling(index) else {
            throw .validation("Cannot read from backfilling global secondary index: \(indexName)")
        }
        if isConsistent {
            throw .validation("Consistent reads are not supported on global secondary indexes")
        }
        return index
    }

    /// Whether a global index holds what is to be shown.
    func checkProjected(_ index: IndexStore?, _ table: Table) throws(AWSError) {
        guard let index, let indexName, index.index.kind == .global else { return }
        if selection == .all, case .all = index.index.projected {
        } else if selection == .all {
            throw .invalid(
                "Select type ALL_ATTRIBUTES is not supported for global secondary index \(indexName) "
                    + "because its projection type is not ALL"
            )
        }
        for path in projection?.paths ?? [] where !index.index.projects(path.head, table.key) {
            throw .invalid("Global secondary index \(indexName) does not project [\(path.head)]")
        }
    }

    func checkPaths(_ table: Table) throws(AWSError) {
        try projection?.check(table)
        try checkFilterPaths(table)
    }

    func checkFilterPaths(_ table: Table) throws(AWSError) { try filter?.paths.checkKeysAreWhole(table) }

    /// Whether the items of a local index must be read from the table: it does not hold all that is to be shown.
    private func needsTable(_ index: IndexStore?, _ table: Table) -> Bool {
        guard let index = index?.index, index.kind == .local else { return false }
        if selection == .all, case .all = index.projected { return false }
        return selection == .all || (projection?.paths ?? []).contains { !index.projects($0.head, table.key) }
    }

    /// Reads a page and writes the reply.
    func perform(_ range: RowRange, _ table: Table, _ index: IndexStore?, _ connection: Connection) throws -> [UInt8] {
        var page = Page()
        page.tableKey = needsTable(index, table) ? table.key : nil
        try range.forEach(connection) { row in try read(row, &page, table, connection) }
        var reply = selection == .count ? Reply() : page.endItems()
        reply.member("Count", JSON(page.count))
        reply.member("ScannedCount", JSON(page.scannedCount))
        if let last = page.last {
            let names = index?.index.keyNames(table.key) ?? table.key.names
            reply.member("LastEvaluatedKey", attributes: try last.attributes().picking(names))
        }
        reply.capacity(capacity(page, index, range), table, detail)
        return reply.finish()
    }

    private func read(_ row: Row, _ page: inout Page, _ table: Table, _ connection: Connection) throws -> Bool {
        page.scannedCount += 1
        page.bytes += row.integer(0)
        let isLast = page.scannedCount == limit || page.bytes >= Limits.pageBytes
        if filter == nil && projection == nil && page.tableKey == nil {
            page.count += 1
            if selection != .count { row.withBytes(1) { page.append($0) } }
            if isLast { page.last = StoredItem(size: 0, body: row.bytes(1)) }
            return !isLast
        }
        let stored = StoredItem(size: row.integer(0), body: row.bytes(1))
        var item = try stored.attributes()
        if let key = page.tableKey?.encodeIfPossible(item), let whole = try table.items.get(key, connection) {
            page.tableBytes += whole.size
            page.fetched += 1
            item = try whole.attributes()
        }
        if filter?.holds(for: item) ?? true {
            page.count += 1
            if selection != .count { page.append(projection?(item) ?? item) }
        }
        if isLast { page.last = stored }
        return !isLast
    }

    private func capacity(_ page: Page, _ index: IndexStore?, _ range: RowRange) -> Capacity {
        var capacity = Capacity()
        var units = Capacity.readUnits(page.bytes, isConsistent: isConsistent)
        if range.isWhole && page.last == nil { units = max(units, Capacity.wholeScan(isConsistent: isConsistent)) }
        if let index {
            capacity.add(units, to: index.index)
            if page.fetched > 0 { capacity.table = Capacity.readUnits(page.tableBytes, isConsistent: isConsistent) }
        } else {
            capacity.table = units
        }
        return capacity
    }
}

/// What has been read so far.
private struct Page {
    /// The beginning of the reply, up to here.
    private var items = JSONWriter(capacity: 4096)
    var count = 0
    var scannedCount = 0
    var bytes = 0
    /// Set where items are fetched from the table behind an index.
    var tableKey: KeySchema?
    var tableBytes = 0
    var fetched = 0
    /// The row at which the page ended before the range did.
    var last: StoredItem?

    init() { items.literal("{\"Items\":[") }

    /// What has been read as the first member of a reply, which it becomes without a copy.
    mutating func endItems() -> Reply {
        items.literal("]")
        var written = JSONWriter()
        swap(&items, &written)
        return Reply(continuing: written)
    }

    mutating func append(_ body: UnsafeRawBufferPointer) {
        separate()
        items.bytes.append(contentsOf: body)
    }

    mutating func append(_ item: AttributeMap) {
        separate()
        items.attributes(item)
    }

    private mutating func separate() {
        if items.bytes.last == UInt8(ascii: "}") { items.literal(",") }
    }
}
