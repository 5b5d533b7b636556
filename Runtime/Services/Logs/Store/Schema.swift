import ServiceKit
import Storage

extension Logs {
    static let tables = ["logs_chunk", "logs_stream", "logs_filter", "logs_group", "logs_policy"]

    static let documentTable = "logs_document"

    /// A group's settings are JSON. Events are kept in chunks, in the order of their timestamps within each: one row for a
    /// batch costs a hundredth of a row for each of its events.
    package static let migrations = [
        Migration(
            "logs.1",
            """
            CREATE TABLE logs_group (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                name TEXT NOT NULL UNIQUE,
                retention INTEGER,
                document TEXT NOT NULL
            );
            CREATE TABLE logs_stream (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                log_group INTEGER NOT NULL,
                name TEXT NOT NULL,
                created INTEGER NOT NULL,
                first INTEGER,
                last INTEGER,
                ingested INTEGER,
                bytes INTEGER NOT NULL DEFAULT 0,
                UNIQUE (log_group, name)
            );
            CREATE TABLE logs_chunk (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                log_group INTEGER NOT NULL,
                stream INTEGER NOT NULL,
                first INTEGER NOT NULL,
                last INTEGER NOT NULL,
                ingested INTEGER NOT NULL,
                events BLOB NOT NULL
            );
            CREATE INDEX logs_chunk_of_group ON logs_chunk (log_group, first, last);
            CREATE INDEX logs_chunk_of_stream ON logs_chunk (stream, first, last);
            CREATE TABLE logs_filter (
                log_group INTEGER NOT NULL,
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                document TEXT NOT NULL,
                UNIQUE (log_group, kind, name)
            );
            CREATE TABLE logs_policy (
                name TEXT NOT NULL UNIQUE,
                document TEXT NOT NULL
            )
            """
        ),
        DocumentStore.migration("logs.2", table: documentTable),
    ]
}
