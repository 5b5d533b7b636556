import FoundationEssentials
import JSON
import Storage
import Time
import Wire

/// An upload in parts that is under way.
struct Upload: Sendable {
    var id: String
    var bucket: String
    var key: String
    var initiated: Timestamp
    var details: ObjectDetails

    static let columns = "id, bucket, key, initiated, details"

    init(id: String, bucket: String, key: String, initiated: Timestamp, details: ObjectDetails) {
        self.id = id
        self.bucket = bucket
        self.key = key
        self.initiated = initiated
        self.details = details
    }

    init(_ row: Row) throws {
        id = row.text(0)
        bucket = row.text(1)
        key = row.text(2)
        initiated = Timestamp(nanosecondsSinceEpoch: Int64(row.integer(3)))
        details = ObjectDetails(try JSON(parsing: row.bytes(4)).objectValue ?? JSON.Object())
    }

    /// With which checksums its parts are checked; `nil` where the client has not said.
    var algorithm: ChecksumAlgorithm? { details["uploadAlgorithm"].flatMap { ChecksumAlgorithm(rawValue: $0) } }

    /// Whether the checksum is one of the whole object.
    var isWhole: Bool { details["uploadType"].map { $0 == "FULL_OBJECT" } ?? (algorithm ?? .crc64nvme == .crc64nvme) }

    /// As AWS names the kind.
    var checksumType: String { isWhole ? "FULL_OBJECT" : "COMPOSITE" }
}

/// A part of one.
struct UploadedPart: Sendable {
    var number: Int
    var modified: Timestamp
    var size: Int
    var etag: String
    var checksum: Checksum

    static let columns = "number, modified, size, etag, algorithm, checksum"

    init(_ row: Row) {
        number = row.integer(0)
        modified = Timestamp(nanosecondsSinceEpoch: Int64(row.integer(1)))
        size = row.integer(2)
        etag = row.text(3)
        checksum = Checksum(algorithm: ChecksumAlgorithm(rawValue: row.text(4)) ?? .crc64nvme, value: row.text(5))
    }
}

extension Connection {
    func upload(_ id: String, _ bucket: String, _ key: String) throws -> Upload {
        let upload = try first(
            "SELECT \(Upload.columns) FROM s3_upload WHERE id = ? AND bucket = ? AND key = ?",
            .text(id),
            .text(bucket),
            .key(key)
        ) { try Upload($0) }
        guard let upload else { throw AWSError.noSuchUpload(id) }
        return upload
    }

    /// In the order of their numbers.
    func parts(of upload: String) throws -> [UploadedPart] {
        var parts: [UploadedPart] = []
        try query("SELECT \(UploadedPart.columns) FROM s3_part WHERE upload = ? ORDER BY number", [.text(upload)]) {
            parts.append(UploadedPart($0))
            return true
        }
        return parts
    }

    func body(ofPart number: Int, of upload: String) throws -> StoredBody {
        try first(
            "SELECT body, bytes FROM s3_part WHERE upload = ? AND number = ?",
            .text(upload),
            .integer(number)
        ) { try StoredBody(description: $0.bytes(0), inline: $0.bytes(1)) } ?? StoredBody()
    }
}

extension Transaction {
    func add(_ upload: Upload) throws {
        try connection.run(
            "INSERT INTO s3_upload (id, bucket, key, initiated, details) VALUES (?, ?, ?, ?, ?)",
            .text(upload.id),
            .text(upload.bucket),
            .key(upload.key),
            .integer(upload.initiated.nanosecondsSinceEpoch),
            .text(JSON.object(upload.details.json).text)
        )
    }

    /// A part takes the place of an earlier one of its number.
    func put(part number: Int, of upload: String, _ body: StoredBody, etag: String, _ checksum: Checksum) throws {
        let former = try connection.first(
            "SELECT body FROM s3_part WHERE upload = ? AND number = ?",
            .text(upload),
            .integer(number)
        ) { $0.bytes(0) }
        drop(StoredBody.files(in: former ?? []))
        try connection.run(
            """
            INSERT OR REPLACE INTO s3_part (upload, number, modified, size, etag, algorithm, checksum, body, bytes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(upload),
            .integer(number),
            .integer(call.now.nanosecondsSinceEpoch),
            .integer(body.count),
            .text(etag),
            .text(checksum.algorithm.rawValue),
            .text(checksum.value),
            .text(body.description),
            .blob(body.inline)
        )
    }

    /// Forgets an upload; the files of the parts in `kept` belong to an object now.
    func end(_ upload: String, keeping kept: Set<Int> = []) throws {
        try connection.query("SELECT number, body FROM s3_part WHERE upload = ?", [.text(upload)]) { row in
            if !kept.contains(row.integer(0)) { drop(StoredBody.files(in: row.bytes(1))) }
            return true
        }
        try connection.run("DELETE FROM s3_part WHERE upload = ?", .text(upload))
        try connection.run("DELETE FROM s3_upload WHERE id = ?", .text(upload))
    }
}
