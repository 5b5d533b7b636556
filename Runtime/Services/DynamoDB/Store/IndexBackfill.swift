import ServiceKit
import Storage
import Time
import Wire

extension DynamoDB {
    /// How long a backfill waits after the store has failed, as it does while the disk is full.
    private static let backfillRetryDelay = Duration.seconds(1)

    /// Fills the new indexes of a table, a bounded number of items at a time between the writes of others, until they
    /// are whole. Survives the end of the process: what is not done then begins again at the next start.
    func backfillIndexes(of tableName: String) {
        guard let table = catalogue[tableName], table.isUpdating else { return }
        backfill(tableName, table.number, from: 0)
    }

    /// One step. A table that is gone by now, or another one of its name, is left alone.
    private func backfill(_ tableName: String, _ number: Int, from position: Int) {
        context.database.write { [catalogue] connection -> Int? in
            guard let table = catalogue[tableName], table.number == number else { return nil }
            return try IndexBackfill(table: table, connection: connection).step(from: position) ?? Int.max
        } completion: { [weak self] result in
            switch result {
            case .success(nil): return
            case .success(Int.max): self?.finishBackfill(tableName, number)
            case .success(let next?): self?.backfill(tableName, number, from: next)
            case .failure(let error):
                self?.retry(after: error) { $0.backfill(tableName, number, from: position) }
            }
        }
    }

    private func retry(after error: any Error, _ body: @escaping @Sendable (DynamoDB) -> Void) {
        if case StorageError.closed = error { return }
        context.time.schedule(after: Self.backfillRetryDelay) { [weak self] in self.map(body) }
    }

    private func finishBackfill(_ tableName: String, _ number: Int) {
        let altered = PendingTable()
        context.database.write(.alone) { [catalogue] connection in
            guard let table = catalogue[tableName], table.number == number else { return }
            var history = table.history
            for name in history.indexes.keys { history.indexes[name]?.isBackfilling = false }
            altered.set(try table.altered(table.definition.request, history, connection))
        } completion: { [weak self, catalogue] result in
            switch result {
            case .success: altered.insert(into: catalogue)
            case .failure(let error): self?.retry(after: error) { $0.finishBackfill(tableName, number) }
            }
        }
    }
}

/// Enters items that were in a table before an index was, in the order in which they came into the store. What comes
/// later or changes meanwhile is entered by the write that does it.
struct IndexBackfill {
    /// Of a step. They bound how long other writes wait.
    private static let items = 250
    private static let bytes = 1 << 20

    let table: Table
    let connection: Connection

    /// Enters the items behind a position. Returns that of the last one, and `nil` when none were left.
    func step(from position: Int) throws -> Int? {
        var last: Int?
        var count = 0
        var bytes = 0
        try table.items.forEach(behind: position, connection) { id, key, item in
            for index in table.indexes where table.isBackfilling(index) {
                _ = try index.update(key, from: nil, to: try item.attributes(), connection)
            }
            last = id
            count += 1
            bytes += item.size
            return count < Self.items && bytes < Self.bytes
        }
        return last
    }
}
