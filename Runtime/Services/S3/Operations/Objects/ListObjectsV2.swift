import ServiceKit
import Storage
import Wire

/// Lists the objects of a bucket.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
struct ListObjectsV2: ReadAction {
    static let route = Route("GET", .bucket, "list-type")

    let call: Call
    private let encoding: KeyEncoding
    private let limit: Int
    private let after: String

    init(_ call: Call) throws(AWSError) {
        self.call = call
        guard call.query["list-type"] == "2" else {
            throw .invalidArgument("Invalid List Type specified in Request", "list-type", call.query["list-type"] ?? "")
        }
        encoding = try KeyEncoding(call)
        limit = min(try call.number("max-keys") ?? 1_000, 1_000)
        if let token = call.query["continuation-token"], !token.isEmpty {
            guard let last = ListToken.decode(token), !last.isEmpty else {
                throw .invalidArgument("The continuation token provided is incorrect", "continuation-token", token)
            }
            after = last
        } else {
            after = call.query["start-after"] ?? ""
        }
    }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        _ = try service.documents.current.bucket(call.bucket)
        let (prefix, delimiter) = (call.query["prefix"] ?? "", call.query["delimiter"] ?? "")
        let listing = try connection.list(call.bucket, prefix, delimiter, after: after, limit: limit)
        return Reply(
            XMLText("ListBucketResult") { root in
                root.element("Name", call.bucket)
                root.element("Prefix", encoding(prefix))
                root.element("ContinuationToken", call.query["continuation-token"])
                if let last = listing.last, listing.isTruncated {
                    root.element("NextContinuationToken", ListToken.encode(last))
                }
                root.element("StartAfter", encoding.optional(call.query["start-after"]))
                root.element("KeyCount", listing.items.count)
                root.element("MaxKeys", limit)
                if !delimiter.isEmpty { root.element("Delimiter", encoding(delimiter)) }
                root.element("EncodingType", encoding.name)
                root.element("IsTruncated", listing.isTruncated)
                root.contents(listing, encoding, call, withOwner: call.query["fetch-owner"] == "true")
            }
        )
    }
}
