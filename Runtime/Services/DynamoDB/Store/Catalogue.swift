import Dispatch
import JSON
import Storage
import Synchronization
import Time
import Wire

/// The tables that are there, in memory. Changes with the store, between two transactions of its writer.
final class Catalogue: Sendable {
    private let account: AWSAccount
    private let tables: Mutex<[String: Table]>
    private let waiting = Mutex<[DispatchSemaphore]>([])

    init(_ database: Database, _ account: AWSAccount) throws {
        self.account = account
        let stored = try database.readAndWait { connection in
            let streams = Dictionary(try Stream.all(account, connection).map { ($0.table, $0) }) { _, newer in newer }
            let timesToLive = try TimeToLive.all(connection)
            var tables: [Table] = []
            let sql = "SELECT number, id, created, definition, history FROM dynamodb_table"
            try connection.query(sql, []) { row in
                let number = row.integer(0)
                guard let object = try JSON(parsing: row.text(3)).objectValue else { return true }
                let history = try TableHistory(stored: row.text(4))
                tables.append(
                    Table(
                        TableDefinition(object, history),
                        number: number,
                        id: row.text(1),
                        created: Timestamp(nanosecondsSinceEpoch: Int64(row.integer(2))),
                        account: account,
                        stream: streams[number],
                        timeToLive: timesToLive[number],
                        history: history
                    )
                )
                return true
            }
            return tables
        }
        tables = Mutex(Dictionary(stored.map { ($0.name, $0) }) { first, _ in first })
    }

    /// Finds a table by its name.
    subscript(name: String) -> Table? { tables.withLock { $0[name] } }

    /// In their order.
    var names: [String] { tables.withLock { $0.keys.sorted() } }

    /// Finds a table by its name or ARN.
    func table(_ nameOrARN: String) throws(AWSError) -> Table {
        guard let table = self[try name(nameOrARN)] else { throw .noSuchTable }
        return table
    }

    /// The table's name in what may be its ARN. Refuses ARNs of anything else, and those of tables elsewhere: here is
    /// one account, which is granted nothing by others.
    func name(_ nameOrARN: String) throws(AWSError) -> String {
        guard nameOrARN.hasPrefix("arn:") else { return nameOrARN }
        let path = ARN(nameOrARN)?.resource.split(separator: "/", omittingEmptySubsequences: false) ?? []
        guard let arn = ARN(nameOrARN), arn.service == "dynamodb", arn.partition == account.partition,
            arn.region == account.region, arn.accountID.utf8.count == 12, arn.accountID.allSatisfy(\.isNumber),
            path.count == 2, path[0] == "table", path[1].utf8.count >= 3
        else { throw .invalidTableARN(nameOrARN) }
        guard arn.accountID == account.id else { throw .noSuchTable }
        return String(path[1])
    }

    func insert(_ table: Table) { change { $0[table.name] = table } }

    func remove(_ name: String) { change { $0[name] = nil } }

    /// Forgets a stream that can no longer be read.
    func forget(_ stream: Stream) {
        tables.withLock { tables in
            guard let table = tables[stream.tableName], table.stream?.number == stream.number else { return }
            tables[stream.tableName] = table.with(stream: nil)
        }
    }

    /// Finds a table by its number in the store.
    func table(numbered number: Int) -> Table? {
        tables.withLock { tables in tables.values.first { $0.number == number } }
    }

    func removeAll() { change { $0 = [:] } }

    private func change(_ body: (inout sending [String: Table]) -> Void) {
        tables.withLock { body(&$0) }
        waiting.withLock { waiting in
            for semaphore in waiting { semaphore.signal() }
            waiting = []
        }
    }

    /// Blocks until all indexes of a table are whole, or it is gone.
    func waitWhileUpdating(_ name: String) {
        while true {
            let changed = DispatchSemaphore(value: 0)
            waiting.withLock { $0.append(changed) }
            guard self[name]?.isUpdating == true else { return }
            changed.wait()
        }
    }
}

extension Table {
    /// Writes the table's row and makes room for its items.
    static func create(
        _ definition: TableDefinition,
        _ context: (account: AWSAccount, id: String, now: Timestamp, streamCreated: Timestamp),
        _ connection: Connection
    ) throws -> Table {
        try connection.run(
            "INSERT INTO dynamodb_table (name, id, created, definition) VALUES (?, ?, ?, ?)",
            .text(definition.name),
            .text(context.id),
            .integer(Int(context.now.nanosecondsSinceEpoch)),
            .text(JSON.object(definition.request).text)
        )
        let number = try connection.first("SELECT last_insert_rowid()") { $0.integer(0) } ?? 0
        var stream: Stream?
        if case .enabled(let viewType) = StreamSpecification(definition.request["StreamSpecification"]) {
            stream = try .create(
                viewType,
                for: (number, definition.name, definition.key.json),
                at: context.streamCreated,
                context.account,
                connection
            )
        }
        let table = Table(
            definition,
            number: number,
            id: context.id,
            created: context.now,
            account: context.account,
            stream: stream,
            timeToLive: nil,
            history: TableHistory()
        )
        try table.items.create(connection)
        for index in table.indexes { try index.create(connection) }
        return table
    }

    /// Writes another definition of the table: what holds from now on. Its items stay as they are, and its indexes are
    /// the caller's.
    func altered(
        _ request: JSON.Object,
        _ history: TableHistory,
        _ connection: Connection
    ) throws -> Table {
        try connection.run(
            "UPDATE dynamodb_table SET definition = ?, history = ? WHERE number = ?",
            .text(JSON.object(request).text),
            .text(String(decoding: try JSONCoder.encode(history), as: UTF8.self)),
            .integer(number)
        )
        return with(TableDefinition(request, history), history)
    }

    /// Its stream ends, and can be read for as long as others.
    func drop(at now: Timestamp, _ connection: Connection) throws {
        if let stream, stream.isEnabled { _ = try stream.end(at: now, connection) }
        try timeToLive?.drop(table: number, connection)
        try connection.run("DELETE FROM dynamodb_table WHERE number = ?", .integer(number))
        try items.drop(connection)
        for index in indexes { try index.drop(connection) }
    }
}

extension TableHistory {
    /// Nothing is stored of a table that nothing has happened to.
    fileprivate init(stored text: String) throws {
        self = text.isEmpty ? TableHistory() : try JSONCoder.decode(TableHistory.self, from: text)
    }
}
