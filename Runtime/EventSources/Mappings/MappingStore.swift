import JSON
import Storage
import Time
import Wire

/// Mappings and how far they have come, in the store.
struct MappingStore: Sendable {
    static let migrations = [
        Migration(
            "eventsources.1",
            """
            CREATE TABLE event_source_mapping (
                uuid TEXT NOT NULL,
                logical_id TEXT,
                source TEXT NOT NULL,
                function TEXT NOT NULL,
                settings TEXT NOT NULL,
                is_enabled INTEGER NOT NULL,
                last_modified INTEGER NOT NULL
            );
            CREATE UNIQUE INDEX event_source_mapping_uuid ON event_source_mapping (uuid);
            CREATE UNIQUE INDEX event_source_mapping_key ON event_source_mapping (source, function);
            CREATE TABLE event_source_checkpoint (
                uuid TEXT NOT NULL,
                shard TEXT NOT NULL,
                sequence_number TEXT,
                is_finished INTEGER NOT NULL
            );
            CREATE UNIQUE INDEX event_source_checkpoint_key ON event_source_checkpoint (uuid, shard);
            """
        ),
        Migration("eventsources.2", "ALTER TABLE event_source_mapping ADD COLUMN change TEXT"),
    ]

    static func save(_ mapping: EventSourceMapping, _ connection: Connection) throws {
        try connection.run(
            """
            INSERT OR REPLACE INTO event_source_mapping
                (uuid, logical_id, source, function, settings, is_enabled, last_modified, change)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(mapping.uuid),
            mapping.logicalID.map(SQLValue.text) ?? .null,
            .text(mapping.source.description),
            .text(mapping.functionARN.description),
            .text(JSON.object(mapping.settings).text),
            .integer(mapping.isEnabled ? 1 : 0),
            .integer(mapping.lastModified.nanosecondsSinceEpoch),
            mapping.change.map { .text($0.rawValue) } ?? .null
        )
    }

    static func save(
        _ checkpoint: ShardCheckpoint,
        shard: String,
        of uuid: String,
        _ connection: Connection
    ) throws {
        try connection.run(
            """
            INSERT OR REPLACE INTO event_source_checkpoint (uuid, shard, sequence_number, is_finished)
            VALUES (?, ?, ?, ?)
            """,
            .text(uuid),
            .text(shard),
            checkpoint.sequenceNumber.map(SQLValue.text) ?? .null,
            .integer(checkpoint.isFinished ? 1 : 0)
        )
    }

    static func delete(_ uuid: String, _ connection: Connection) throws {
        try connection.run("DELETE FROM event_source_mapping WHERE uuid = ?", .text(uuid))
        try connection.run("DELETE FROM event_source_checkpoint WHERE uuid = ?", .text(uuid))
    }

    static func deleteAll(_ connection: Connection) throws {
        try connection.run("DELETE FROM event_source_mapping")
        try connection.run("DELETE FROM event_source_checkpoint")
    }

    /// The mapping between a source and a function.
    static func mapping(from source: ARN, to function: ARN, _ connection: Connection) throws -> EventSourceMapping? {
        try mappings(
            "WHERE source = ? AND function = ?",
            [.text(source.description), .text(function.description)],
            connection
        ).first
    }

    static func mapping(_ uuid: String, _ connection: Connection) throws -> EventSourceMapping? {
        try mappings("WHERE uuid = ?", [.text(uuid)], connection).first
    }

    /// In the order in which they were last written.
    static func all(_ connection: Connection) throws -> [EventSourceMapping] {
        try mappings("ORDER BY rowid", [], connection)
    }

    private static func mappings(
        _ which: String,
        _ values: [SQLValue],
        _ connection: Connection
    ) throws -> [EventSourceMapping] {
        var mappings: [EventSourceMapping] = []
        try connection.query(
            """
            SELECT uuid, logical_id, source, function, settings, is_enabled, last_modified, change
            FROM event_source_mapping \(which)
            """,
            values
        ) { row in
            guard let source = ARN(row.text(2)), let kind = EventSourceMapping.Kind(source),
                let function = ARN(row.text(3))
            else { return true }
            mappings.append(
                EventSourceMapping(
                    uuid: row.text(0),
                    source: source,
                    kind: kind,
                    functionARN: function,
                    settings: try JSON(parsing: row.text(4)).objectValue ?? JSON.Object(),
                    isEnabled: row.integer(5) == 1,
                    lastModified: Timestamp(nanosecondsSinceEpoch: Int64(row.integer(6))),
                    change: row.isNull(7) ? nil : EventSourceMapping.State(rawValue: row.text(7)),
                    logicalID: row.isNull(1) ? nil : row.text(1)
                )
            )
            return true
        }
        return mappings
    }

    static func checkpoints(of uuid: String, _ connection: Connection) throws -> [String: ShardCheckpoint] {
        var checkpoints: [String: ShardCheckpoint] = [:]
        try connection.query(
            "SELECT shard, sequence_number, is_finished FROM event_source_checkpoint WHERE uuid = ?",
            [.text(uuid)]
        ) { row in
            checkpoints[row.text(0)] = ShardCheckpoint(
                sequenceNumber: row.isNull(1) ? nil : row.text(1),
                isFinished: row.integer(2) == 1
            )
            return true
        }
        return checkpoints
    }
}
