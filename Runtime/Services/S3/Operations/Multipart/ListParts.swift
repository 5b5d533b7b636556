import ServiceKit
import Storage
import Time
import Wire

/// Lists the parts of an upload that have arrived.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
struct ListParts: ReadAction {
    static let route = Route("GET", .object, "uploadId")

    let call: Call
    private let limit: Int
    private let after: Int

    init(_ call: Call) throws(AWSError) {
        self.call = call
        limit = min(try call.number("max-parts") ?? 1_000, 1_000)
        after = try call.number("part-number-marker") ?? 0
    }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        _ = try service.documents.current.bucket(call.bucket)
        let upload = try connection.upload(call.query["uploadId"] ?? "", call.bucket, call.key)
        let rest = try connection.parts(of: upload.id).filter { $0.number > after }
        let page = rest.prefix(limit)
        return Reply(
            XMLText("ListPartsResult") { root in
                root.element("Bucket", call.bucket)
                root.element("Key", call.key)
                root.element("UploadId", upload.id)
                root.element("PartNumberMarker", after)
                root.element("NextPartNumberMarker", page.last?.number ?? 0)
                root.element("MaxParts", limit)
                root.element("IsTruncated", page.count < rest.count)
                if let algorithm = upload.algorithm {
                    root.element("ChecksumAlgorithm", algorithm.rawValue)
                    root.element("ChecksumType", upload.checksumType)
                }
                for part in page {
                    root.element("Part") {
                        $0.element("PartNumber", part.number)
                        $0.element("LastModified", part.modified.wholeSeconds.iso8601Milliseconds)
                        $0.element("ETag", "\"\(part.etag)\"")
                        $0.element(part.checksum.algorithm.element, part.checksum.value)
                        $0.element("Size", part.size)
                    }
                }
                root.owner(call, "Initiator")
                root.owner(call)
                root.element("StorageClass", upload.details.storageClass ?? "STANDARD")
            }
        )
    }
}
