import Storage

/// Enters when items expire that were in a table before it had an attribute for that.
enum ExpiryFill: Backfill {
    static func isUnderWay(in table: Table) -> Bool { table.timeToLive?.isFilling ?? false }

    static func enter(_ item: AttributeMap, _ key: EncodedKey, _ writer: ItemWriter) throws {
        guard let timeToLive = writer.table.timeToLive, let expiry = timeToLive.expiry(of: item),
            !expiry.isTooOld(at: timeToLive.changed)
        else { return }
        try ExpiryStore(table: writer.table.number).insert(expiry, key, writer.connection)
        writer.service.awaitExpiry(expiry)
    }

    static func finish(_ table: Table, _ connection: Connection) throws -> Table {
        guard var timeToLive = table.timeToLive else { return table }
        timeToLive.isFilling = false
        try timeToLive.write(table: table.number, connection)
        return table.with(timeToLive: timeToLive)
    }
}
