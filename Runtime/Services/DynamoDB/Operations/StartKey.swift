import Wire

/// `ExclusiveStartKey`: where a page begins.
enum StartKey {
    /// Refuses a key that has not the attributes of the table's key and of the index's, and nothing else.
    static func position(
        _ key: AttributeMap,
        _ table: Table,
        _ index: IndexStore?
    ) throws(AWSError) -> RowRange.Position {
        guard let index else {
            return RowRange.Position(key: try encode(key, table.key), item: nil)
        }
        let names = index.index.keyNames(table.key)
        guard key.count == names.count, key.picking(names).count == names.count else {
            throw .validation("The provided starting key is invalid")
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
