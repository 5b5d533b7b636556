import ServiceKit
import Storage
import Time

/// Writes items with all that follows from it in the same transaction: their entries in indexes, the stream's record of
/// the change, and when they expire. Counts the capacity it takes.
struct ItemWriter {
    let table: Table
    let service: DynamoDB
    let connection: Connection

    func get(_ key: EncodedKey) throws -> AttributeMap? { try table.items.get(key, connection)?.attributes() }

    /// Puts `new` in the place of `old`; `nil` is no item.
    func replace(
        _ key: EncodedKey,
        _ old: AttributeMap?,
        with new: AttributeMap?,
        by userIdentity: StreamRecord.UserIdentity? = nil
    ) throws -> Capacity {
        var capacity = Capacity()
        let stored = new.map(StoredItem.init)
        let size = max(old?.size ?? 0, stored?.size ?? 0)
        capacity.table = Double(Capacity.writeUnits(size))
        if let stored {
            try table.items.put(key, stored, connection)
        } else if old != nil {
            try table.items.delete(key, connection)
        }
        for store in table.indexes {
            let units = try store.update(key, from: old, to: new, connection)
            if units > 0 { capacity.add(Double(units), to: store.index) }
        }
        try record(old, new, by: userIdentity)
        try expect(key, old, new)
        return capacity
    }

    private func record(
        _ old: AttributeMap?,
        _ new: AttributeMap?,
        by userIdentity: StreamRecord.UserIdentity?
    ) throws {
        guard let stream = table.stream, stream.isEnabled else { return }
        guard let record = StreamRecord(old, to: new, table.key, by: userIdentity) else { return }
        let context = service.context
        try stream.append(record, eventID: context.ids.hex(32), at: context.time.now, connection)
        service.streamActivity.changed(stream)
    }

    /// Notes when the item expires instead of when the one before it did.
    private func expect(_ key: EncodedKey, _ old: AttributeMap?, _ new: AttributeMap?) throws {
        guard let timeToLive = table.timeToLive, timeToLive.isEnabled else { return }
        let now = service.context.time.now
        let before = old.flatMap { timeToLive.expiry(of: $0) }
        let after = new.flatMap { timeToLive.expiry(of: $0) }
        guard before != after else { return }
        let entries = ExpiryStore(table: table.number)
        if let before { try entries.remove(before, key, connection) }
        if let after, !after.isTooOld(at: now) {
            try entries.insert(after, key, connection)
            service.awaitExpiry(after)
        }
    }
}
