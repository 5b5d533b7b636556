import Storage

extension SSM {
    /// One row for each parameter, and one for each of its versions.
    package static let migrations = [
        Migration(
            "ssm.1",
            """
            CREATE TABLE ssm_parameter (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                name TEXT NOT NULL UNIQUE,
                tags TEXT NOT NULL
            );
            CREATE TABLE ssm_version (
                parameter INTEGER NOT NULL,
                version INTEGER NOT NULL,
                document TEXT NOT NULL,
                UNIQUE (parameter, version)
            )
            """
        )
    ]
}
