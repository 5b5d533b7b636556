import ServiceKit
import Storage
import Wire

/// Tells where a bucket is; nothing stands for us-east-1.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
struct GetBucketLocation: ReadAction {
    static let route = Route("GET", .bucket, "location")

    let call: Call

    init(_ call: Call) { self.call = call }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        let region = try service.documents.current.bucket(call.bucket).region
        return Reply(XMLText("LocationConstraint") { $0.text(region == "us-east-1" ? "" : region) })
    }
}
