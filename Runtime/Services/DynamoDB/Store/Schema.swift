import Storage

extension DynamoDB {
    /// What the service keeps: one row for each table here, and for each of those a SQLite table of items and one for
    /// each index (`ItemStore`, `IndexStore`); and the tokens of transactions (`RequestToken`).
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
    ]
}
