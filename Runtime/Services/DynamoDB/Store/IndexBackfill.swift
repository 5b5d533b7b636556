import Storage

/// Enters items into the indexes that are newer than they.
enum IndexBackfill: Backfill {
    static func isUnderWay(in table: Table) -> Bool { table.isUpdating }

    static func enter(_ item: AttributeMap, _ key: EncodedKey, _ writer: ItemWriter) throws {
        for index in writer.table.indexes where writer.table.isBackfilling(index) {
            _ = try index.update(key, from: nil, to: item, writer.connection)
        }
    }

    static func finish(_ table: Table, _ connection: Connection) throws -> Table {
        var history = table.history
        for name in history.indexes.keys { history.indexes[name]?.isBackfilling = false }
        return try table.altered(table.definition.request, history, connection)
    }
}
