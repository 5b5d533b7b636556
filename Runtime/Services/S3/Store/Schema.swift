import ServiceKit
import Storage

/// Keys are blobs: they are compared byte by byte, and may hold anything.
enum Schema {
    static let migrations = [
        DocumentStore.migration("s3.1", table: "s3_document"),
        Outbox.migration("s3.2", table: "s3_outbox"),
        Migration(
            "s3.3",
            """
            CREATE TABLE s3_object (
                id INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, key BLOB NOT NULL, version TEXT NOT NULL,
                latest INTEGER NOT NULL, marker INTEGER NOT NULL, modified INTEGER NOT NULL, size INTEGER NOT NULL,
                etag TEXT NOT NULL, details TEXT NOT NULL, body TEXT NOT NULL
            );
            CREATE UNIQUE INDEX s3_object_version ON s3_object (bucket, key, version);
            CREATE UNIQUE INDEX s3_object_latest ON s3_object (bucket, key) WHERE latest = 1;
            CREATE INDEX s3_object_order ON s3_object (bucket, key, id DESC);
            CREATE TABLE s3_bytes (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
            CREATE TABLE s3_upload (
                number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, bucket TEXT NOT NULL,
                key BLOB NOT NULL, initiated INTEGER NOT NULL, details TEXT NOT NULL
            );
            CREATE INDEX s3_upload_order ON s3_upload (bucket, key, number);
            CREATE TABLE s3_part (
                upload TEXT NOT NULL, number INTEGER NOT NULL, modified INTEGER NOT NULL, size INTEGER NOT NULL,
                etag TEXT NOT NULL, algorithm TEXT NOT NULL, checksum TEXT NOT NULL, body TEXT NOT NULL,
                bytes BLOB NOT NULL, UNIQUE (upload, number)
            )
            """
        ),
    ]

    static let tables = ["s3_object", "s3_bytes", "s3_upload", "s3_part"]
}
