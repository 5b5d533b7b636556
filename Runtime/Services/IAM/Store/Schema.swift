import Storage

extension IAM {
    /// One row for each role, by its name, and for each policy, by its ARN.
    package static let migrations = [
        Migration(
            "iam.1",
            """
            CREATE TABLE iam_entity (
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                document TEXT NOT NULL,
                UNIQUE (kind, name)
            )
            """
        )
    ]
}
