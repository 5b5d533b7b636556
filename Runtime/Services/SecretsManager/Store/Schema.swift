import Storage

extension SecretsManager {
    /// One row for each secret, with all its versions: there are few of them, and none is long.
    package static let migrations = [
        Migration(
            "secretsmanager.1",
            """
            CREATE TABLE secretsmanager_secret (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                name TEXT NOT NULL UNIQUE,
                document TEXT NOT NULL
            )
            """
        )
    ]
}
