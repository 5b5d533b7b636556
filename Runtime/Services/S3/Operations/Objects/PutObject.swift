import ServiceKit
import Wire

/// Puts an object into a bucket.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
struct PutObject: UploadAction {
    static let route = Route("PUT", .object)

    let call: Call
    private let details: ObjectDetails

    init(_ call: Call) throws(AWSError) {
        self.call = call
        try ObjectKey.check(call.key)
        let headers = call.request.headers
        if headers["Content-Length"] == nil && headers["Transfer-Encoding"] == nil {
            throw AWSError("MissingContentLength", 411, "You must provide the Content-Length HTTP header.")
        }
        if headers["x-amz-write-offset-bytes"] != nil {
            throw .notEmulated("appending to objects (x-amz-write-offset-bytes)")
        }
        details = try ObjectDetails(headers)
    }

    func store(_ body: StoredBody, _ found: Intake.Result, _ transaction: Transaction) throws -> Reply {
        let conditions = Conditions(call.request.headers)
        if conditions.match != nil || conditions.noneMatch != nil {
            _ = try transaction.bucket(call.bucket)
            let present = try transaction.connection.object(call.bucket, call.key)
            try conditions.checkWrite(present.flatMap { $0.isMarker ? nil : $0.etag }, call.key)
        }
        var details = details
        details.checksum = found.checksum
        let object = NewObject(
            bucket: call.bucket,
            key: call.key,
            size: body.count,
            etag: found.etag,
            details: details,
            body: body
        )
        let version = try transaction.put(object, .put)
        var reply = Reply(headers: ["ETag": "\"\(found.etag)\""])
        reply.add("x-amz-version-id", version)
        details.addEncryption(to: &reply)
        details.addChecksum(to: &reply)
        return reply
    }
}

enum ObjectKey {
    /// In bytes.
    private static let limit = 1_024

    static func check(_ key: String) throws(AWSError) {
        guard key.utf8.count <= limit else {
            throw AWSError(
                "KeyTooLongError",
                400,
                "Your key is too long",
                ("Size", String(key.utf8.count)),
                ("MaxSizeAllowed", String(limit))
            )
        }
    }
}
