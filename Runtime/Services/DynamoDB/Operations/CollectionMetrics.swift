import JSON

/// `ItemCollectionMetrics`: which item collections of tables with local indexes a request wrote to. They are all small
/// here: `SizeEstimateRangeGB` is always 0 to 1.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ItemCollectionMetrics.html
struct CollectionMetrics {
    private var tables = JSON.Object()

    /// `nil` for a table without local indexes. `attributes` hold the key.
    static func entry(_ attributes: AttributeMap, _ table: Table) -> JSON? {
        guard table.indexes.contains(where: { $0.index.kind == .local }) else { return Optional.none }
        return [
            "ItemCollectionKey": attributes.picking(table.key.partition.map(\.name)).json,
            "SizeEstimateRangeGB": [0.0, 1.0],
        ]
    }

    mutating func add(_ attributes: AttributeMap, _ table: Table) {
        guard let entry = Self.entry(attributes, table) else { return }
        let others = tables[table.name]?.arrayValue ?? []
        if !others.contains(entry) { tables[table.name] = .array(others + [entry]) }
    }

    /// By table, for the actions that write several items.
    var json: JSON { .object(tables) }
}
