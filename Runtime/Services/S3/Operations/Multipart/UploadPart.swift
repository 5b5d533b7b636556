import ServiceKit
import Wire

/// Takes a part.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
struct UploadPart: UploadAction {
    static let route = Route("PUT", .object, "uploadId")

    let call: Call
    private let part: PartRequest

    init(_ call: Call) throws(AWSError) {
        self.call = call
        part = try PartRequest(call)
    }

    func store(_ body: StoredBody, _ found: Intake.Result, _ transaction: Transaction) throws -> Reply {
        _ = try transaction.bucket(call.bucket)
        let upload = try transaction.connection.upload(part.upload, call.bucket, call.key)
        try upload.details.checkKey(call.request.headers)
        let isGiven = try Intake.given(call.request.headers) != nil || call.header("x-amz-trailer") != nil
        let algorithm = try PartRequest.algorithm(upload, isGiven ? found.checksum : nil)
        let checksum =
            found.checksum.algorithm == algorithm
            ? found.checksum : try body.checksum(algorithm, transaction.service.bodies)
        try transaction.put(part: part.number, of: upload.id, body, etag: found.etag, checksum)
        var reply = Reply(headers: ["ETag": "\"\(found.etag)\""])
        reply.headers.add(found.checksum.algorithm.header, found.checksum.value)
        upload.details.addEncryption(to: &reply)
        return reply
    }
}
