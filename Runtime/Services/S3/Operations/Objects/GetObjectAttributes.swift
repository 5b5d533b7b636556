import ServiceKit
import Storage
import Time
import Wire

/// Tells what a client wants to know of an object.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
struct GetObjectAttributes: ReadAction {
    static let route = Route("GET", .object, "attributes")

    private static let names: Set = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]

    let call: Call
    private let wanted: Set<String>

    init(_ call: Call) throws(AWSError) {
        self.call = call
        let lists = call.request.headers.values(of: "x-amz-object-attributes")
        wanted = Set(lists.flatMap { $0.split(separator: ",") }.map { String($0.trimming { $0 == " " }) })
        guard !wanted.isEmpty, wanted.isSubset(of: Self.names) else {
            throw .invalidArgument(
                "Invalid attribute name specified.",
                "x-amz-object-attributes",
                lists.joined(separator: ",")
            )
        }
    }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        let bucket = try service.documents.current.bucket(call.bucket)
        let row = try connection.existing(call.bucket, call.key, version: call.versionID)
        var reply = Reply(
            XMLText("GetObjectAttributesResponse") { root in
                if wanted.contains("ETag") { root.element("ETag", row.etag) }
                if wanted.contains("Checksum"), let checksum = row.details.checksum {
                    root.element("Checksum") { $0.checksum(checksum) }
                }
                if wanted.contains("ObjectParts"), !row.details.parts.isEmpty { parts(row.details.parts, &root) }
                if wanted.contains("StorageClass") {
                    root.element("StorageClass", row.details.storageClass ?? "STANDARD")
                }
                if wanted.contains("ObjectSize") { root.element("ObjectSize", row.size) }
            }
        )
        reply.headers.add("Last-Modified", row.modified.httpDate)
        if bucket.versioning != .never { reply.headers.add("x-amz-version-id", row.version) }
        return reply
    }

    private func parts(_ parts: [ObjectDetails.Part], _ root: inout XMLText) {
        let limit = call.header("x-amz-max-parts").flatMap { Int($0) } ?? 1_000
        let after = call.header("x-amz-part-number-marker").flatMap { Int($0) } ?? 0
        let rest = parts.filter { $0.number > after }
        let page = rest.prefix(max(0, limit))
        root.element("ObjectParts") { list in
            list.element("PartsCount", parts.count)
            list.element("PartNumberMarker", after)
            if let last = page.last { list.element("NextPartNumberMarker", last.number) }
            list.element("MaxParts", limit)
            list.element("IsTruncated", page.count < rest.count)
            for part in page {
                list.element("Part") {
                    $0.element("PartNumber", part.number)
                    $0.element("Size", part.size)
                    $0.element(part.checksum.algorithm.element, part.checksum.value)
                }
            }
        }
    }
}
