import ServiceKit
import Wire

/// Removes an object, one of its versions, or puts a delete marker before them. What is not there is as good as removed.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
struct DeleteObject: WriteAction {
    static let route = Route("DELETE", .object)

    let call: Call

    init(_ call: Call) { self.call = call }

    func write(_ transaction: Transaction) throws -> Reply {
        let conditions = Conditions(call.request.headers)
        if conditions.match != nil {
            _ = try transaction.bucket(call.bucket)
            let present = try transaction.connection.object(call.bucket, call.key, version: call.versionID)
            try conditions.checkWrite(present.flatMap { $0.isMarker ? nil : $0.etag }, call.key)
        }
        let deletion = try transaction.delete(call.bucket, call.key, version: call.versionID)
        var reply = Reply(status: 204)
        reply.add("x-amz-version-id", deletion.version)
        if deletion.isMarker { reply.headers.add("x-amz-delete-marker", "true") }
        return reply
    }
}
