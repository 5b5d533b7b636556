import ServiceKit
import Storage
import Wire

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html
struct PutObjectTagging: WriteAction {
    static let route = Route("PUT", .object, "tagging")

    let call: Call
    private let tags: Tags

    init(_ call: Call) throws(AWSError) {
        self.call = call
        tags = try Tags(call.xml("Tagging"), limit: 10)
    }

    func write(_ transaction: Transaction) throws -> Reply { try transaction.tag(tags, .tagsPut, Reply()) }
}

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html
struct DeleteObjectTagging: WriteAction {
    static let route = Route("DELETE", .object, "tagging")

    let call: Call

    init(_ call: Call) { self.call = call }

    func write(_ transaction: Transaction) throws -> Reply {
        try transaction.tag(Tags(), .tagsDeleted, Reply(status: 204))
    }
}

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html
struct GetObjectTagging: ReadAction {
    static let route = Route("GET", .object, "tagging")

    let call: Call

    init(_ call: Call) { self.call = call }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        let bucket = try service.documents.current.bucket(call.bucket)
        let row = try connection.existing(call.bucket, call.key, version: call.versionID, method: call.request.method)
        var reply = Reply(row.details.tags.xml)
        if bucket.versioning != .never { reply.headers.add("x-amz-version-id", row.version) }
        return reply
    }
}

extension Transaction {
    fileprivate func tag(_ tags: Tags, _ event: ObjectEvent.Kind, _ reply: Reply) throws -> Reply {
        let bucket = try self.bucket(call.bucket)
        var row = try connection.existing(call.bucket, call.key, version: call.versionID, method: call.request.method)
        row.details.tags = tags
        try update(row)
        let version = bucket.versioning == .never ? nil : row.version
        happened(ObjectEvent(event, bucket: call.bucket, key: call.key, version: version, etag: row.etag))
        var reply = reply
        reply.add("x-amz-version-id", version)
        return reply
    }
}
