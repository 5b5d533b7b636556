import Storage

/// Writes items with their indexes, and counts the capacity it takes.
struct ItemWriter {
    let table: Table
    let connection: Connection

    func get(_ key: EncodedKey) throws -> AttributeMap? { try table.items.get(key, connection)?.attributes() }

    /// Puts `new` in the place of `old`; `nil` is no item.
    func replace(_ key: EncodedKey, _ old: AttributeMap?, with new: AttributeMap?) throws -> Capacity {
        var capacity = Capacity()
        let size = max(old?.size ?? 0, new?.size ?? 0)
        capacity.table = Double(Capacity.writeUnits(size))
        if let new {
            try table.items.put(key, StoredItem(new), connection)
        } else if old != nil {
            try table.items.delete(key, connection)
        }
        for store in table.indexes {
            let units = try store.update(key, from: old, to: new, connection)
            if units > 0 { capacity.add(Double(units), to: store.index) }
        }
        return capacity
    }

    /// Puts an item without looking at what was there, for a caller that needs to know nothing of it.
    func overwrite(_ key: EncodedKey, _ item: StoredItem) throws { try table.items.put(key, item, connection) }
}
