import JSON
import ServiceKit
import Storage
import Time
import Wire

/// The transaction of one action: what it changes of objects, and what follows once that is durable.
final class Transaction {
    let service: S3
    let connection: Connection
    let call: Call
    private(set) var events: [ObjectEvent] = []
    /// Files that nothing names any more.
    private(set) var obsolete: [String] = []

    init(_ service: S3, _ connection: Connection, _ call: Call) {
        self.service = service
        self.connection = connection
        self.call = call
    }

    func bucket(_ name: String) throws(AWSError) -> Bucket { try service.documents.current.bucket(name) }

    // MARK: Objects

    /// Makes an object. Returns its version; `nil` where none is kept of it.
    func put(_ object: NewObject, _ event: ObjectEvent.Kind) throws -> String? {
        let bucket = try self.bucket(object.bucket)
        let version = bucket.versioning == .enabled ? service.newVersionID() : "null"
        if version == "null" { try removeVersion("null", object.bucket, object.key) }
        try supersede(object.bucket, object.key)
        try insert(object, version, isMarker: false)
        events.append(
            ObjectEvent(
                event,
                bucket: object.bucket,
                key: object.key,
                version: bucket.versioning == .never ? nil : version,
                size: object.size,
                etag: object.etag
            )
        )
        return bucket.versioning == .enabled ? version : nil
    }

    private func supersede(_ bucket: String, _ key: String) throws {
        try connection.run(
            "UPDATE s3_object SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1",
            .text(bucket),
            .key(key)
        )
    }

    private func insert(_ object: NewObject, _ version: String, isMarker: Bool) throws {
        try connection.run(
            """
            INSERT INTO s3_object (bucket, key, version, latest, marker, modified, size, etag, details, body)
            VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)
            """,
            .text(object.bucket),
            .key(object.key),
            .text(version),
            .integer(isMarker ? 1 : 0),
            .integer(call.now.nanosecondsSinceEpoch),
            .integer(object.size),
            .text(object.etag),
            .text(JSON.object(object.details.json).text),
            .text(object.body.description)
        )
        let inline = object.body.inline
        if inline.isEmpty { return }
        let id = connection.lastInsertedRow
        try connection.run("INSERT INTO s3_bytes (id, bytes) VALUES (?, ?)", .integer(id), .blob(inline))
    }

    /// Keeps what is said of an object anew.
    func update(_ row: ObjectRow) throws {
        try connection.run(
            "UPDATE s3_object SET details = ? WHERE id = ?",
            .text(JSON.object(row.details.json).text),
            .integer(row.id)
        )
    }

    /// Returns what was removed.
    @discardableResult
    private func removeVersion(_ version: String, _ bucket: String, _ key: String) throws -> ObjectRow? {
        guard let row = try connection.object(bucket, key, version: version) else { return nil }
        let body = try connection.first("SELECT body FROM s3_object WHERE id = ?", .integer(row.id)) { $0.bytes(0) }
        obsolete += StoredBody.files(in: body ?? [])
        try connection.run("DELETE FROM s3_object WHERE id = ?", .integer(row.id))
        try connection.run("DELETE FROM s3_bytes WHERE id = ?", .integer(row.id))
        return row
    }

    /// What a deletion has come to.
    struct Deletion: Sendable {
        /// Of the version that is gone, or of the marker that is there now.
        var version: String?
        var isMarker = false
    }

    /// Deletes an object: all of it, one version, or by a marker before its versions.
    func delete(_ name: String, _ key: String, version: String?) throws -> Deletion {
        let bucket = try self.bucket(name)
        if let version { return try deleteVersion(version, name, key) }
        switch bucket.versioning {
        case .never:
            if try removeVersion("null", name, key) != nil {
                events.append(ObjectEvent(.delete, bucket: name, key: key))
            }
            return Deletion()
        case .enabled, .suspended:
            let version = bucket.versioning == .enabled ? service.newVersionID() : "null"
            if version == "null" { try removeVersion("null", name, key) }
            try supersede(name, key)
            let marker = NewObject(
                bucket: name,
                key: key,
                size: 0,
                etag: "",
                details: ObjectDetails(),
                body: StoredBody()
            )
            try insert(marker, version, isMarker: true)
            events.append(ObjectEvent(.deleteMarkerCreated, bucket: name, key: key, version: version))
            return Deletion(version: version, isMarker: true)
        }
    }

    private func deleteVersion(_ version: String, _ bucket: String, _ key: String) throws -> Deletion {
        guard let row = try removeVersion(version, bucket, key) else { return Deletion(version: version) }
        if row.isLatest {
            try connection.run(
                """
                UPDATE s3_object SET latest = 1 WHERE id = (SELECT max(id) FROM s3_object WHERE bucket = ? AND key = ?)
                """,
                .text(bucket),
                .key(key)
            )
        }
        events.append(ObjectEvent(.delete, bucket: bucket, key: key, version: version))
        return Deletion(version: version, isMarker: row.isMarker)
    }

    func happened(_ event: ObjectEvent) { events.append(event) }

    func drop(_ files: [String]) { obsolete += files }
}
