import Storage

extension DynamoDB {
    /// What the service keeps: one row for each table here, and for each of those a SQLite table of items and one for
    /// each index (`ItemStore`, `IndexStore`); the tokens of transactions (`RequestToken`); one row for each stream, and
    /// for each of those a SQLite table of records (`Stream`); what expires when (`TimeToLive`, `ExpiryStore`); and one row
    /// for each backup, and a SQLite table of its items (`Backup`).
    package static let migrations = [
        Migration(
            "dynamodb.1",
            """
            CREATE TABLE dynamodb_table (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                name TEXT NOT NULL UNIQUE,
                id TEXT NOT NULL,
                created INTEGER NOT NULL,
                definition TEXT NOT NULL
            )
            """
        ),
        Migration(
            "dynamodb.2",
            """
            CREATE TABLE dynamodb_token (token TEXT PRIMARY KEY, fingerprint BLOB NOT NULL, expires INTEGER NOT NULL);
            CREATE INDEX dynamodb_token_expires ON dynamodb_token (expires)
            """
        ),
        Migration(
            "dynamodb.3",
            """
            CREATE TABLE dynamodb_stream (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                table_number INTEGER NOT NULL,
                table_name TEXT NOT NULL,
                label TEXT NOT NULL,
                view_type TEXT NOT NULL,
                key_schema TEXT NOT NULL,
                created INTEGER NOT NULL,
                ended INTEGER,
                trimmed INTEGER NOT NULL,
                UNIQUE (table_name, label)
            )
            """
        ),
        Migration(
            "dynamodb.4",
            """
            CREATE TABLE dynamodb_time_to_live (
                table_number INTEGER PRIMARY KEY,
                attribute TEXT NOT NULL,
                enabled INTEGER NOT NULL,
                changed INTEGER NOT NULL
            );
            CREATE TABLE dynamodb_expiry (
                expires INTEGER NOT NULL, table_number INTEGER NOT NULL, pk BLOB NOT NULL, sk BLOB NOT NULL,
                PRIMARY KEY (expires, table_number, pk, sk)
            ) WITHOUT ROWID
            """
        ),
        Migration("dynamodb.5", "ALTER TABLE dynamodb_table ADD COLUMN history TEXT NOT NULL DEFAULT ''"),
        Migration("dynamodb.6", "ALTER TABLE dynamodb_time_to_live ADD COLUMN filling INTEGER NOT NULL DEFAULT 0"),
        Migration(
            "dynamodb.7",
            """
            CREATE TABLE dynamodb_backup (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                arn TEXT NOT NULL UNIQUE,
                table_name TEXT NOT NULL,
                created INTEGER NOT NULL,
                document TEXT NOT NULL
            )
            """
        ),
    ]
}
