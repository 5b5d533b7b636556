import Storage

extension SecretsManager {
    /// One row for each secret in each region, with all its versions: there are few of them, and none is long.
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
        ),
        // Without a region for those of the region that Hearth is in.
        Migration(
            "secretsmanager.2",
            """
            ALTER TABLE secretsmanager_secret RENAME TO secretsmanager_home;
            CREATE TABLE secretsmanager_secret (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                region TEXT NOT NULL,
                name TEXT NOT NULL,
                document TEXT NOT NULL,
                UNIQUE (region, name)
            );
            INSERT INTO secretsmanager_secret SELECT number, '', name, document FROM secretsmanager_home;
            DROP TABLE secretsmanager_home
            """
        ),
    ]
}
