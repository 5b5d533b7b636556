import JSON
import Wire

/// A local or global secondary index.
struct SecondaryIndex: Sendable {
    enum Kind: String, Sendable {
        case local = "LocalSecondaryIndexes"
        case global = "GlobalSecondaryIndexes"
    }

    /// Which attributes of an item the index holds besides the keys.
    enum Projected: Sendable {
        case all
        case keysOnly
        case include([String])
    }

    var name: String
    var kind: Kind
    var key: KeySchema
    var projected: Projected
    /// Of a global index.
    var throughput: Throughput
    var warmThroughput: WarmThroughput
    /// As it was given.
    var onDemandThroughput: JSON?
    /// Names the index in the store: unique in the table, and kept when other indexes go.
    var number: Int

    /// What the index holds of an item, with the table's key; `nil` for an item that lacks an attribute of the index's
    /// key, or has one, from before the index was made, that cannot be in it.
    func entry(for item: AttributeMap, of table: KeySchema) -> (key: EncodedKey, item: AttributeMap)? {
        guard let encoded = key.encodeIfPossible(item) else { return nil }
        switch projected {
        case .all: return (encoded, item)
        case .keysOnly: return (encoded, item.keeping(keyNames(table)))
        case .include(let names): return (encoded, item.keeping(keyNames(table) + names))
        }
    }

    /// The attributes of the table's key and of the index's.
    func keyNames(_ table: KeySchema) -> [String] { table.names + key.names.filter { !table.contains($0) } }

    func projects(_ name: String, _ table: KeySchema) -> Bool {
        switch projected {
        case .all: true
        case .keysOnly: keyNames(table).contains { $0.hasSameBytes(as: name) }
        case .include(let names): (keyNames(table) + names).contains { $0.hasSameBytes(as: name) }
        }
    }

    /// Refuses an item whose attributes cannot be keys of this index. In an update, attributes that stay as they were
    /// are left alone: they may be from before the index.
    func check(_ item: AttributeMap, changedFrom old: AttributeMap? = nil) throws(AWSError) {
        let updating = old != nil
        for attribute in key.attributes {
            guard let value = item[attribute.name] else { continue }
            if let old = old?[attribute.name], old == value { continue }
            guard value.type == attribute.type else {
                throw .invalid(
                    "Type mismatch for Index Key \(attribute.name) Expected: \(attribute.type.rawValue) "
                        + "Actual: \(value.type.rawValue) IndexName: \(name)"
                )
            }
            if let kind = value.emptyKind {
                throw .validation(
                    "One or more parameter values are not valid. "
                        + "\(updating ? "The update expression attempted to update a" : "A value specified for a") "
                        + "secondary index key \(updating ? "to a value that " : "")is not supported. "
                        + "The AttributeValue for a key attribute cannot contain an empty \(kind) value. "
                        + "IndexName: \(name), IndexKey: \(attribute.name)"
                )
            }
            if let message = value.excessAsKey(isPartition: key.partition.contains(attribute)) {
                throw .invalid(message)
            }
        }
    }
}

extension AttributeMap {
    fileprivate func keeping(_ names: [String]) -> AttributeMap {
        AttributeMap(members.filter { member in names.contains { $0.hasSameBytes(as: member.name) } })
    }
}
