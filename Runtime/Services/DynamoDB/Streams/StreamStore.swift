import JSON
import Storage
import Time
import Wire

/// The streams in the store: one row for each, and a SQLite table of its records.
extension Stream {
    private static let columns = "number, table_number, table_name, view_type, key_schema, created, ended, trimmed"

    private init?(_ row: Row, _ account: AWSAccount) throws {
        let created = Timestamp(millisecondsSinceEpoch: Int64(row.integer(5)))
        let tableName = row.text(2)
        guard let viewType = ViewType(rawValue: row.text(3)) else { return nil }
        self.init(
            number: row.integer(0),
            tableName: tableName,
            table: row.integer(1),
            arn: Self.arn(tableName, created, account),
            viewType: viewType,
            keySchema: try JSON(parsing: row.text(4)),
            created: created,
            ended: row.isNull(6) ? nil : Timestamp(nanosecondsSinceEpoch: Int64(row.integer(6))),
            trimmed: row.integer(7)
        )
    }

    private static func arn(_ tableName: String, _ created: Timestamp, _ account: AWSAccount) -> ARN {
        account.arn("dynamodb", "table/\(tableName)/stream/\(label(created))")
    }

    /// Makes a stream for a table. It begins with the next write.
    static func create(
        _ viewType: ViewType,
        for table: (number: Int, name: String, keySchema: JSON),
        at now: Timestamp,
        _ account: AWSAccount,
        _ connection: Connection
    ) throws -> Stream {
        let newest = try connection.first(
            "SELECT MAX(created) FROM dynamodb_stream WHERE table_name = ?",
            .text(table.name)
        ) { $0.integer(0) }
        let created = Timestamp(millisecondsSinceEpoch: max(now.millisecondsSinceEpoch, Int64(newest ?? 0) + 1))
        try connection.run(
            """
            INSERT INTO dynamodb_stream (table_number, table_name, label, view_type, key_schema, created, trimmed)
            VALUES (?, ?, ?, ?, ?, ?, 0)
            """,
            .integer(table.number),
            .text(table.name),
            .text(label(created)),
            .text(viewType.rawValue),
            .text(table.keySchema.text),
            .integer(created.millisecondsSinceEpoch)
        )
        let stream = Stream(
            number: try connection.first("SELECT last_insert_rowid()") { $0.integer(0) } ?? 0,
            tableName: table.name,
            table: table.number,
            arn: arn(table.name, created, account),
            viewType: viewType,
            keySchema: table.keySchema,
            created: created
        )
        try connection.execute(
            script: """
                CREATE TABLE \(stream.recordsName) (
                    sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, record BLOB NOT NULL
                )
                """
        )
        return stream
    }

    /// The stream after its end. Nothing more is written to it.
    func end(at now: Timestamp, _ connection: Connection) throws -> Stream {
        var stream = self
        let ended = max(now, created)
        stream.ended = ended
        try connection.run(
            "UPDATE dynamodb_stream SET ended = ? WHERE number = ?",
            .integer(ended.nanosecondsSinceEpoch),
            .integer(number)
        )
        return stream
    }

    func drop(_ connection: Connection) throws {
        try connection.run("DELETE FROM dynamodb_stream WHERE number = ?", .integer(number))
        try connection.execute(script: "DROP TABLE \(recordsName)")
    }

    // MARK: Finding

    static func all(_ account: AWSAccount, _ connection: Connection) throws -> [Stream] {
        try query("ORDER BY number", [], account, connection)
    }

    /// Throws AWS's error for one that is not there, or no longer.
    static func find(
        _ arn: String,
        at now: Timestamp,
        _ account: AWSAccount,
        _ connection: Connection
    ) throws -> Stream {
        guard let (tableName, label) = parts(of: arn) else { throw AWSError.invalidStreamARN }
        let clause = "WHERE table_name = ? AND label = ?"
        let streams = try query(clause, [.text(tableName), .text(label)], account, connection)
        guard let stream = streams.first(where: { $0.arn.description == arn }), stream.isRetained(at: now) else {
            throw AWSError.noSuchStream(arn)
        }
        return stream
    }

    /// The newest first, those of all tables or of one, behind the one called `start`.
    static func list(
        tableName: String?,
        after start: (tableName: String, label: String)?,
        at now: Timestamp,
        limit: Int,
        _ account: AWSAccount,
        _ connection: Connection
    ) throws -> [Stream] {
        var conditions = ["(ended IS NULL OR ended > ?)"]
        var values: [SQLValue] = [.integer((now - retention).nanosecondsSinceEpoch)]
        if let tableName {
            conditions.append("table_name = ?")
            values.append(.text(tableName))
        }
        if let start {
            conditions.append("(label, table_name) < (?, ?)")
            values += [.text(start.label), .text(start.tableName)]
        }
        return try query(
            "WHERE \(conditions.joined(separator: " AND ")) ORDER BY label DESC, table_name DESC LIMIT ?",
            values + [.integer(limit)],
            account,
            connection
        )
    }

    private static func query(
        _ clause: String,
        _ values: [SQLValue],
        _ account: AWSAccount,
        _ connection: Connection
    ) throws -> [Stream] {
        var streams: [Stream] = []
        try connection.query("SELECT \(columns) FROM dynamodb_stream \(clause)", values) { row in
            if let stream = try Stream(row, account) { streams.append(stream) }
            return true
        }
        return streams
    }
}
