import ServiceKit
import Storage
import Wire

/// Tells whether a bucket is there, and where.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
struct HeadBucket: ReadAction {
    static let route = Route("HEAD", .bucket)

    let call: Call

    init(_ call: Call) { self.call = call }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        let bucket = try service.documents.current.bucket(call.bucket)
        return Reply(
            headers: [
                "x-amz-bucket-region": bucket.region, "x-amz-access-point-alias": "false",
                "x-amz-bucket-arn": bucket.arn().description, "Content-Type": "application/xml",
            ]
        )
    }
}
