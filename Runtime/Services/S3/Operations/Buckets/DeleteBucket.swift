import ServiceKit
import Storage
import Wire

/// Removes a bucket that holds nothing: no object, no version, no marker. Uploads in parts go with it.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html
struct DeleteBucket: BucketAction {
    static let route = Route("DELETE", .bucket)

    let call: Call

    init(_ call: Call) { self.call = call }

    func change(_ documents: inout Documents, _ transaction: Transaction) throws -> Reply {
        _ = try documents.bucket(call.bucket)
        let (connection, name) = (transaction.connection, call.bucket)
        let object = try connection.first("SELECT version, marker FROM s3_object WHERE bucket = ? LIMIT 1", .text(name))
        {
            $0.text(0) != "null" || $0.integer(1) == 1
        }
        if let isVersioned = object {
            throw AWSError(
                "BucketNotEmpty",
                409,
                isVersioned
                    ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
                    : "The bucket you tried to delete is not empty",
                ("BucketName", name)
            )
        }
        var uploads: [String] = []
        try connection.query("SELECT id FROM s3_upload WHERE bucket = ?", [.text(name)]) {
            uploads.append($0.text(0))
            return true
        }
        for upload in uploads { try transaction.end(upload) }
        documents[Bucket.shelf, name] = nil
        return Reply(status: 204)
    }
}
