import ServiceKit
import Storage
import Time

/// Work on all items that a table held before it began, in the order in which they came into the store. What comes later
/// or changes meanwhile is seen to by the write that does it.
protocol Backfill: Sendable {
    /// Whether there are items left to see to, as far as the table knows.
    static func isUnderWay(in table: Table) -> Bool

    /// Sees to one item.
    static func enter(_ item: AttributeMap, _ key: EncodedKey, _ writer: ItemWriter) throws

    /// Notes that all items have been seen to. Returns the table as it is then.
    static func finish(_ table: Table, _ connection: Connection) throws -> Table
}

extension DynamoDB {
    /// How long a backfill waits after the store has failed, as it does while the disk is full.
    private static let backfillRetryDelay = Duration.seconds(1)

    /// Works a bounded number of items at a time, between the writes of others. Survives the end of the process: what is
    /// not done then begins again at the next start.
    func backfill<Work: Backfill>(_ work: Work.Type, of tableName: String) {
        guard let table = catalogue[tableName], work.isUnderWay(in: table) else { return }
        step(work, tableName, table.number, from: 0)
    }

    /// A table that is gone by now, or another one of its name, is left alone.
    private func step<Work: Backfill>(_ work: Work.Type, _ tableName: String, _ number: Int, from position: Int) {
        context.database.write { [weak self] connection -> Int? in
            guard let self, let table = catalogue[tableName], table.number == number, work.isUnderWay(in: table) else {
                return nil
            }
            let writer = ItemWriter(table: table, service: self, connection: connection)
            return try BackfillStep(writer: writer).run(work, from: position) ?? Int.max
        } completion: { [weak self] result in
            guard let self else { return }
            switch result {
            case .success(nil): return
            case .success(Int.max): finish(work, tableName, number)
            case .success(let next?): step(work, tableName, number, from: next)
            case .failure(let error): retry(after: error) { $0.step(work, tableName, number, from: position) }
            }
        }
    }

    private func retry(after error: any Error, _ body: @escaping @Sendable (DynamoDB) -> Void) {
        if case StorageError.closed = error { return }
        context.time.schedule(after: Self.backfillRetryDelay) { [weak self] in self.map(body) }
    }

    private func finish<Work: Backfill>(_ work: Work.Type, _ tableName: String, _ number: Int) {
        let altered = PendingTable()
        context.database.write(.alone) { [catalogue] connection in
            guard let table = catalogue[tableName], table.number == number else { return }
            altered.set(try work.finish(table, connection))
        } completion: { [weak self] result in
            guard let self else { return }
            switch result {
            case .success: altered.insert(into: catalogue)
            case .failure(let error): retry(after: error) { $0.finish(work, tableName, number) }
            }
        }
    }
}

/// The items of one transaction.
private struct BackfillStep {
    /// They bound how long other writes wait.
    private static let items = 250
    private static let bytes = 1 << 20

    let writer: ItemWriter

    /// Sees to the items behind a position. Returns that of the last one, and `nil` when none were left.
    func run<Work: Backfill>(_ work: Work.Type, from position: Int) throws -> Int? {
        var last: Int?
        var count = 0
        var bytes = 0
        try writer.table.items.forEach(behind: position, writer.connection) { id, key, item in
            try work.enter(try item.attributes(), key, writer)
            last = id
            count += 1
            bytes += item.size
            return count < Self.items && bytes < Self.bytes
        }
        return last
    }
}
