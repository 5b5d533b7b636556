import ServiceKit
import Storage
import Wire

/// Keeps an access control list, which is not enforced.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html
struct PutObjectAcl: WriteAction {
    static let route = Route("PUT", .object, "acl")

    let call: Call
    private let grants: String

    init(_ call: Call) throws(AWSError) {
        self.call = call
        grants = try AccessControl.grants(call, isBucket: false)
    }

    func write(_ transaction: Transaction) throws -> Reply {
        let bucket = try transaction.bucket(call.bucket)
        var row = try transaction.connection.existing(call.bucket, call.key, version: call.versionID)
        row.details.acl = grants
        try transaction.update(row)
        let version = bucket.versioning == .never ? nil : row.version
        transaction.happened(
            ObjectEvent(.aclPut, bucket: call.bucket, key: call.key, version: version, etag: row.etag)
        )
        return Reply()
    }
}

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html
struct GetObjectAcl: ReadAction {
    static let route = Route("GET", .object, "acl")

    let call: Call

    init(_ call: Call) { self.call = call }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        _ = try service.documents.current.bucket(call.bucket)
        let row = try connection.existing(call.bucket, call.key, version: call.versionID)
        return AccessControl.reply(row.details.acl, call)
    }
}
