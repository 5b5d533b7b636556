import ServiceKit
import Storage
import Time

/// Deletes items that have expired, within two seconds where AWS takes up to days. Does nothing while none expires: it
/// knows when the next one will.
extension DynamoDB {
    /// Items that one transaction deletes, so that requests need not wait long for it.
    private static let expiredAtOnce = 100
    /// Items that expire one after another are deleted together.
    private static let pause = Duration.seconds(1)

    /// Sees to it that an item is deleted when it expires.
    func awaitExpiry(_ expiry: Expiry) { expireItems(at: max(expiry.due, context.time.now + Self.pause)) }

    func expireItems(at instant: Timestamp) {
        expiryAlarm.set(at: instant) { [weak self] in self?.expireItems() }
    }

    private func expireItems() {
        let now = context.time.now
        context.database.write(.shared) { [weak self] connection in
            guard let self else { throw StorageError.closed }
            let due = try ExpiryStore.due(at: now, limit: Self.expiredAtOnce, connection)
            for entry in due { try expire(entry, connection) }
            return try ExpiryStore.next(at: now, connection)
        } completion: { [weak self] (result: Result<Expiry?, any Error>) in
            self?.haveExpired(result, at: now)
        }
    }

    /// Deletes one item, and with it its entry. An entry that no item stands behind goes alone.
    private func expire(_ entry: ExpiryStore.Entry, _ connection: Connection) throws {
        if let table = catalogue.table(numbered: entry.table) {
            let writer = ItemWriter(table: table, service: self, connection: connection)
            if let item = try writer.get(entry.key), table.timeToLive?.expiry(of: item) == entry.expiry {
                _ = try writer.replace(entry.key, item, with: nil, by: .timeToLive)
                return
            }
        }
        try ExpiryStore(table: entry.table).remove(entry.expiry, entry.key, connection)
    }

    private func haveExpired(_ result: Result<Expiry?, any Error>, at now: Timestamp) {
        if streamActivity.announce() { retainStreams() }
        switch result {
        case .success(nil), .failure(StorageError.closed): return
        case .success(let next?): expireItems(at: next.due <= now ? now : max(next.due, now + Self.pause))
        case .failure: expireItems(at: now + .seconds(60))
        }
    }
}
