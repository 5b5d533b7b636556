import ServiceKit
import Storage
import Wire

/// Objects for other parts of Hearth: the code of functions and layers.
extension S3 {
    /// Reads a whole object of a bucket in this region. `completion` comes on a thread that may block.
    package func object(
        _ bucket: String,
        _ key: String,
        version: String?,
        region: String,
        completion: @escaping @Sendable (Result<[UInt8], AWSError>) -> Void
    ) {
        context.database.read { [self] connection in
            do {
                try check(region, of: bucket)
                completion(.success(try object(bucket, key, version, connection.get())))
            } catch {
                completion(.failure(AWSError(s3: error)))
            }
        }
    }

    /// The same for a caller that can wait.
    package func object(_ bucket: String, _ key: String, version: String?) throws(AWSError) -> [UInt8] {
        do {
            return try context.database.readAndWait { [self] in try object(bucket, key, version, $0) }
        } catch {
            throw AWSError(s3: error)
        }
    }

    private func check(_ region: String, of bucket: String) throws {
        let own = try documents.current.bucket(bucket).region
        guard own == region else {
            throw AWSError(
                "PermanentRedirect",
                301,
                "The bucket is in this region: \(own). Please use this region to retry the request"
            )
        }
    }

    private func object(
        _ bucket: String,
        _ key: String,
        _ version: String?,
        _ connection: Connection
    ) throws -> [UInt8] {
        _ = try documents.current.bucket(bucket)
        let body = try connection.snapshot {
            try connection.body(of: connection.existing(bucket, key, version: version))
        }
        guard let bytes = BodyContent(body, bodies)?.read() else {
            throw AWSError("InternalError", 500, "The bytes of \(bucket)/\(key) are not there.")
        }
        return bytes
    }
}
