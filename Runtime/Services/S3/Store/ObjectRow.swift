import JSON
import Storage
import Time
import Wire

/// One version of an object, or a delete marker.
struct ObjectRow: Sendable {
    /// Grows with every version, whatever the clock does.
    var id: Int
    var key: String
    /// `null` for what was written without versioning.
    var version: String
    var isLatest: Bool
    var isMarker: Bool
    var modified: Timestamp
    var size: Int
    /// Without quotation marks.
    var etag: String
    var details: ObjectDetails

    static let columns = "id, key, version, latest, marker, modified, size, etag, details"

    init(_ row: Row) throws {
        id = row.integer(0)
        key = row.text(1)
        version = row.text(2)
        isLatest = row.integer(3) == 1
        isMarker = row.integer(4) == 1
        modified = Timestamp(nanosecondsSinceEpoch: Int64(row.integer(5)))
        size = row.integer(6)
        etag = row.text(7)
        details = ObjectDetails(try JSON(parsing: row.bytes(8)).objectValue ?? JSON.Object())
    }

    var quotedETag: String { "\"\(etag)\"" }
}

/// What is to become a version of an object.
struct NewObject: Sendable {
    var bucket: String
    var key: String
    var size: Int
    var etag: String
    var details: ObjectDetails
    var body: StoredBody
}

extension SQLValue {
    static func key(_ key: String) -> SQLValue { .blob(Array(key.utf8)) }
}

extension Connection {
    /// The latest version of an object or a certain one, a delete marker perhaps.
    func object(_ bucket: String, _ key: String, version: String? = nil) throws -> ObjectRow? {
        if let version {
            return try first(
                "SELECT \(ObjectRow.columns) FROM s3_object WHERE bucket = ? AND key = ? AND version = ?",
                .text(bucket),
                .key(key),
                .text(version)
            ) { try ObjectRow($0) }
        }
        return try first(
            "SELECT \(ObjectRow.columns) FROM s3_object WHERE bucket = ? AND key = ? AND latest = 1",
            .text(bucket),
            .key(key)
        ) { try ObjectRow($0) }
    }

    /// The object that a request is about. Throws what clients hear where there is none.
    func existing(
        _ bucket: String,
        _ key: String,
        version: String?,
        method: String = "GET"
    ) throws -> ObjectRow {
        guard let row = try object(bucket, key, version: version) else {
            throw version.map { AWSError.noSuchVersion(key, $0) } ?? .noSuchKey(key)
        }
        guard !row.isMarker else {
            var error = version == nil ? AWSError.noSuchKey(key) : .methodNotAllowed(method, "DeleteMarker")
            error.headers.add("x-amz-delete-marker", "true")
            error.headers.add("x-amz-version-id", row.version)
            if version != nil {
                error.headers.add("Last-Modified", row.modified.httpDate)
                error.headers.add("Allow", "DELETE")
            }
            throw error
        }
        return row
    }

    /// Throws for a version that has gone: in a read, ask for both in one snapshot.
    func body(of row: ObjectRow) throws -> StoredBody {
        let description = try first("SELECT body FROM s3_object WHERE id = ?", .integer(row.id)) { $0.bytes(0) }
        guard let description else { throw AWSError.noSuchKey(row.key) }
        let inline = try first("SELECT bytes FROM s3_bytes WHERE id = ?", .integer(row.id)) { $0.bytes(0) }
        return try StoredBody(description: description, inline: inline ?? [])
    }

    /// Calls `body` for keys from `start` on in the order of their bytes, which says how to go on.
    func eachLatest(in bucket: String, from start: [UInt8], _ body: (ObjectRow) throws -> Listing<ObjectRow>.Step)
        throws
    {
        try each("WHERE bucket = ? AND latest = 1 AND marker = 0 AND key >= ? ORDER BY key", bucket, start, body)
    }

    /// The same for all versions, the newest of a key first.
    func eachVersion(in bucket: String, from start: [UInt8], _ body: (ObjectRow) throws -> Listing<ObjectRow>.Step)
        throws
    {
        try each("WHERE bucket = ? AND key >= ? ORDER BY key, id DESC", bucket, start, body)
    }

    private func each(
        _ condition: String,
        _ bucket: String,
        _ start: [UInt8],
        _ body: (ObjectRow) throws -> Listing<ObjectRow>.Step
    ) throws {
        var next: [UInt8]? = start
        while let start = next {
            next = nil
            let sql = "SELECT \(ObjectRow.columns) FROM s3_object \(condition)"
            try query(sql, [.text(bucket), .blob(start)]) { row in
                switch try body(ObjectRow(row)) {
                case .next: return true
                case .stop: return false
                case .skip(let key):
                    next = key
                    return false
                }
            }
        }
    }
}
