import JSON
import Storage
import Time
import Wire

/// Groups, streams and events as the store keeps them.
struct LogStore {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    // MARK: Groups

    private static let groupColumns = "number, name, retention, document"

    func group(_ name: String) throws -> LogGroup? {
        try connection.first(
            "SELECT \(Self.groupColumns) FROM logs_group WHERE name = ?",
            .text(name),
            read: Self.group
        )
    }

    /// Throws where there is none.
    func existingGroup(_ name: String) throws -> LogGroup {
        guard let group = try group(name) else { throw AWSError.noSuchGroup }
        return group
    }

    /// Hands the groups behind `start` whose names begin with `prefix`, in the order of their names, to `body` until it
    /// returns false.
    func groups(after start: String?, prefix: String = "", _ body: (LogGroup) throws -> Bool) throws {
        try connection.query(
            "SELECT \(Self.groupColumns) FROM logs_group WHERE name > ? AND name >= ? ORDER BY name",
            [.text(start ?? ""), .text(prefix)]
        ) { row in
            let group = try Self.group(row)
            return group.name.hasPrefix(prefix) ? try body(group) : false
        }
    }

    private static func group(_ row: Row) throws -> LogGroup {
        LogGroup(
            number: row.integer(0),
            name: row.text(1),
            retentionInDays: row.isNull(2) ? nil : row.integer(2),
            settings: try JSONCoder.decode(LogGroup.Settings.self, from: row.bytes(3))
        )
    }

    @discardableResult
    func insert(_ name: String, _ settings: LogGroup.Settings) throws -> LogGroup {
        try connection.run(
            "INSERT INTO logs_group (name, document) VALUES (?, ?)",
            .text(name),
            .blob(try JSONCoder.encode(settings))
        )
        return LogGroup(number: try lastNumber(), name: name, settings: settings)
    }

    func update(_ group: LogGroup) throws {
        try connection.run(
            "UPDATE logs_group SET retention = ?, document = ? WHERE number = ?",
            group.retentionInDays.map { .integer($0) } ?? .null,
            .blob(try JSONCoder.encode(group.settings)),
            .integer(group.number)
        )
    }

    func remove(_ group: LogGroup) throws {
        for table in ["logs_chunk", "logs_stream", "logs_filter"] {
            try connection.run("DELETE FROM \(table) WHERE log_group = ?", .integer(group.number))
        }
        try connection.run("DELETE FROM logs_group WHERE number = ?", .integer(group.number))
    }

    func storedBytes(of group: LogGroup) throws -> Int {
        try connection.first(
            "SELECT coalesce(sum(bytes), 0) FROM logs_stream WHERE log_group = ?",
            .integer(group.number)
        ) { $0.integer(0) } ?? 0
    }

    // MARK: Streams

    private static let streamColumns = "number, name, created, first, last, ingested"

    func stream(_ name: String, of group: LogGroup) throws -> LogStream? {
        try connection.first(
            "SELECT \(Self.streamColumns) FROM logs_stream WHERE log_group = ? AND name = ?",
            .integer(group.number),
            .text(name),
            read: Self.stream
        )
    }

    /// Throws where there is none.
    func existingStream(_ name: String, of group: LogGroup) throws -> LogStream {
        guard let stream = try stream(name, of: group) else { throw AWSError.noSuchStream }
        return stream
    }

    /// Those whose names begin with `prefix`, in the order of their names.
    func streams(of group: LogGroup, prefix: String = "") throws -> [LogStream] {
        var streams: [LogStream] = []
        try connection.query(
            "SELECT \(Self.streamColumns) FROM logs_stream WHERE log_group = ? AND name >= ? ORDER BY name",
            [.integer(group.number), .text(prefix)]
        ) { row in
            let stream = Self.stream(row)
            guard stream.name.hasPrefix(prefix) else { return false }
            streams.append(stream)
            return true
        }
        return streams
    }

    private static func stream(_ row: Row) -> LogStream {
        let time = { (column: Int32) in row.isNull(column) ? nil : Int64(row.integer(column)) }
        return LogStream(
            number: row.integer(0),
            name: row.text(1),
            created: Int64(row.integer(2)),
            first: time(3),
            last: time(4),
            ingested: time(5)
        )
    }

    @discardableResult
    func insertStream(_ name: String, of group: LogGroup, created: Int64) throws -> LogStream {
        try connection.run(
            "INSERT INTO logs_stream (log_group, name, created) VALUES (?, ?, ?)",
            .integer(group.number),
            .text(name),
            .integer(created)
        )
        return LogStream(number: try lastNumber(), name: name, created: created)
    }

    func remove(_ stream: LogStream) throws {
        try connection.run("DELETE FROM logs_chunk WHERE stream = ?", .integer(stream.number))
        try connection.run("DELETE FROM logs_stream WHERE number = ?", .integer(stream.number))
    }

    private func lastNumber() throws -> Int {
        try connection.first("SELECT last_insert_rowid()") { $0.integer(0) } ?? 0
    }

    // MARK: Events

    /// Appends events, in the order of their timestamps, and returns the numbers of their chunks.
    @discardableResult
    func append(_ chunks: [EventChunk], to stream: LogStream, of group: LogGroup, at now: Timestamp) throws -> [Int] {
        guard let first = chunks.first?.first, let last = chunks.last?.last else { return [] }
        let ingested = now.millisecondsSinceEpoch
        var numbers: [Int] = []
        for chunk in chunks {
            try connection.run(
                "INSERT INTO logs_chunk (log_group, stream, first, last, ingested, events) VALUES (?, ?, ?, ?, ?, ?)",
                .integer(group.number),
                .integer(stream.number),
                .integer(chunk.first),
                .integer(chunk.last),
                .integer(ingested),
                .blob(chunk.bytes)
            )
            numbers.append(try lastNumber())
        }
        try connection.run(
            """
            UPDATE logs_stream SET first = min(coalesce(first, ?1), ?1), last = max(coalesce(last, ?2), ?2),
            ingested = ?3, bytes = bytes + ?4 WHERE number = ?5
            """,
            .integer(first),
            .integer(last),
            .integer(ingested),
            .integer(chunks.reduce(0) { $0 + $1.messageBytes + $1.count * 26 }),
            .integer(stream.number)
        )
        return numbers
    }
}
