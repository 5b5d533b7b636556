import ServiceKit
import Wire

/// Gives an upload up; its parts are removed.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
struct AbortMultipartUpload: WriteAction {
    static let route = Route("DELETE", .object, "uploadId")

    let call: Call

    init(_ call: Call) { self.call = call }

    func write(_ transaction: Transaction) throws -> Reply {
        _ = try transaction.bucket(call.bucket)
        let id = call.query["uploadId"] ?? ""
        _ = try transaction.connection.upload(id, call.bucket, call.key)
        try transaction.end(id)
        return Reply(status: 204)
    }
}
