import Wire

/// `ExclusiveStartKey`: where a page begins.
enum StartKey {
    /// Refuses a key that has another number of attributes than the table's key and the index's together.
    static func checkCount(_ key: AttributeMap, _ table: Table, _ index: IndexStore?) throws(AWSError) {
        guard key.count == (index?.index.keyNames(table.key) ?? table.key.names).count else { throw invalid }
    }

    /// Refuses a key that lacks one of these attributes, or has it of another type.
    static func check(_ key: AttributeMap, _ attributes: [KeyAttribute], isPartition: Bool) throws(AWSError) {
        for attribute in attributes {
            guard let value = key[attribute.name] else { throw invalid }
            guard value.type == attribute.type else { throw .keyMismatch }
            try attribute.check(value, isPartition: isPartition)
        }
    }

    private static let invalid = AWSError.validation("The provided starting key is invalid")

    /// Where a key that has been found right stands. Refuses one that is none of the table's.
    static func position(
        _ key: AttributeMap,
        _ table: Table,
        _ index: IndexStore?
    ) throws(AWSError) -> RowRange.Position {
        guard let index else {
            return RowRange.Position(key: try encode(key, table.key), item: nil)
        }
        return RowRange.Position(
            key: try encode(key.picking(index.index.key.names), index.index.key),
            item: try encode(key.picking(table.key.names), table.key)
        )
    }

    private static func encode(_ key: AttributeMap, _ schema: KeySchema) throws(AWSError) -> EncodedKey {
        do throws(AWSError) {
            return try schema.encode(key: key)
        } catch {
            throw .validation("The provided starting key is invalid: \(error.message)")
        }
    }
}
