import Wire

extension Update {
    /// Refuses to change attributes of the table's key, and paths into keys.
    func check(_ table: Table) throws(AWSError) {
        for action in actions where table.key.contains(action.path.head) {
            throw .invalid("Cannot update attribute \(action.path.head). This attribute is part of the key")
        }
        try actions.map(\.path).checkKeysAreWhole(table)
    }

    /// The item after the update; `nil` where there was none and none is made.
    func item(after old: AttributeMap?, key: AttributeMap, _ table: Table) throws(AWSError) -> AttributeMap? {
        guard old != nil || makesItem else { return nil }
        let new = try self(old ?? key.picking(table.key.names))
        for index in table.indexes { try index.index.check(new, changedFrom: old ?? AttributeMap()) }
        guard new.size <= Limits.itemBytes else {
            throw .validation("Item size to update has exceeded the maximum allowed size")
        }
        return new
    }
}
