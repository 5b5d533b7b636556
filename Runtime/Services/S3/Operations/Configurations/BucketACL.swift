import ServiceKit
import Storage
import Wire

/// Keeps an access control list, which is not enforced.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html
struct PutBucketAcl: BucketAction {
    static let route = Route("PUT", .bucket, "acl")

    let call: Call
    private let grants: String

    init(_ call: Call) throws(AWSError) {
        self.call = call
        grants = try AccessControl.grants(call, isBucket: true)
    }

    func change(_ documents: inout Documents, _ transaction: Transaction) throws -> Reply {
        var bucket = try documents.bucket(call.bucket)
        bucket["acl"] = grants
        documents[Bucket.shelf, call.bucket] = bucket.document
        return Reply()
    }
}

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html
struct GetBucketAcl: ReadAction {
    static let route = Route("GET", .bucket, "acl")

    let call: Call

    init(_ call: Call) { self.call = call }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        AccessControl.reply(try service.documents.current.bucket(call.bucket)["acl"], call)
    }
}
