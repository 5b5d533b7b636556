import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// What a copy is made of: `x-amz-copy-source`.
struct CopySource: Sendable, Hashable {
    let bucket: String
    let key: String
    let version: String?

    /// `/bucket/key?versionId=…` with or without the first slash, encoded as a path is.
    init(_ call: Call) throws(AWSError) {
        let header = call.header("x-amz-copy-source") ?? ""
        let parts = header.split(separator: "?versionId=", maxSplits: 1)
        let path = parts.first.map { $0.utf8.first == UInt8(ascii: "/") ? $0 : "/\($0)" } ?? ""
        guard let address = Address(host: nil, path: path), let bucket = address.bucket, let key = address.key else {
            throw .invalidArgument(
                "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
                "x-amz-copy-source",
                header
            )
        }
        if bucket.hasPrefix("arn:") { throw .notEmulated("access points (x-amz-copy-source: \(header))") }
        self.bucket = bucket
        self.key = key
        version = parts.count > 1 ? String(parts[1]) : nil
    }

    /// The version that is copied, if it meets the conditions of the request.
    func row(_ transaction: Transaction) throws -> ObjectRow {
        _ = try transaction.bucket(bucket)
        let row = try transaction.connection.existing(bucket, key, version: version)
        let outcome = Conditions(transaction.call.request.headers, prefix: "x-amz-copy-source-")
            .outcome(etag: row.etag, modified: row.modified)
        switch outcome {
        case .met: return row
        case .notModified: throw AWSError.preconditionFailed("x-amz-copy-source-If-None-Match")
        case .failed(let condition): throw AWSError.preconditionFailed("x-amz-copy-source-\(condition)")
        }
    }

    /// The version in replies; `nil` in a bucket that never had versions.
    func copiedVersion(_ row: ObjectRow, _ transaction: Transaction) throws -> String? {
        try transaction.bucket(bucket).versioning == .never ? nil : row.version
    }
}

extension StoredBody {
    /// Of these bytes.
    func checksum(_ algorithm: ChecksumAlgorithm, _ bodies: BodyStore) throws -> Checksum {
        var running = RunningChecksum(algorithm)
        try read(bodies) { running.update($0) }
        return running.checksum
    }

    /// Reads them piece by piece. Blocks.
    func read(_ bodies: BodyStore, _ take: ([UInt8]) -> Void) throws {
        guard let content = BodyContent(self, bodies) else {
            throw AWSError("InternalError", 500, "A file is missing.")
        }
        var position = BodyContent.Position()
        while let piece = content.next(&position) {
            guard let piece else { throw AWSError("InternalError", 500, "A file cannot be read.") }
            take(piece)
        }
    }
}
