import ServiceKit
import Storage
import Time
import Wire

/// Lists the objects of a bucket: the first version of the action.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html
struct ListObjects: ReadAction {
    static let route = Route("GET", .bucket)

    let call: Call
    private let encoding: KeyEncoding
    private let limit: Int

    init(_ call: Call) throws(AWSError) {
        self.call = call
        encoding = try KeyEncoding(call)
        limit = min(try call.number("max-keys") ?? 1_000, 1_000)
    }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        _ = try service.documents.current.bucket(call.bucket)
        let (prefix, delimiter) = (call.query["prefix"] ?? "", call.query["delimiter"] ?? "")
        let marker = call.query["marker"] ?? ""
        let listing = try connection.list(call.bucket, prefix, delimiter, after: marker, limit: limit)
        return Reply(
            XMLText("ListBucketResult") { root in
                root.element("Name", call.bucket)
                root.element("Prefix", encoding(prefix))
                root.element("Marker", encoding(marker))
                if listing.isTruncated, !delimiter.isEmpty {
                    root.element("NextMarker", encoding.optional(listing.last))
                }
                root.element("MaxKeys", limit)
                if !delimiter.isEmpty { root.element("Delimiter", encoding(delimiter)) }
                root.element("EncodingType", encoding.name)
                root.element("IsTruncated", listing.isTruncated)
                root.contents(listing, encoding, call, withOwner: true)
            }
        )
    }
}

extension Connection {
    func list(
        _ bucket: String,
        _ prefix: String,
        _ delimiter: String,
        after: String,
        limit: Int
    ) throws -> Listing<ObjectRow> {
        var listing = Listing<ObjectRow>(prefix: prefix, delimiter: delimiter, after: after, limit: limit)
        try eachLatest(in: bucket, from: listing.start) { listing.take(Array($0.key.utf8), $0) }
        return listing
    }
}

extension XMLText {
    /// The objects of a page, and the common prefixes.
    mutating func contents(_ listing: Listing<ObjectRow>, _ encoding: KeyEncoding, _ call: Call, withOwner: Bool) {
        for row in listing.elements {
            element("Contents") {
                $0.element("Key", encoding(row.key))
                $0.element("LastModified", row.modified.wholeSeconds.iso8601Milliseconds)
                $0.element("ETag", row.quotedETag)
                $0.checksumKind(row.details.checksum)
                $0.element("Size", row.size)
                $0.element("StorageClass", row.details.storageClass ?? "STANDARD")
                if withOwner { $0.owner(call) }
            }
        }
        commonPrefixes(listing.prefixes, encoding)
    }

    mutating func checksumKind(_ checksum: Checksum?) {
        guard let checksum else { return }
        element("ChecksumAlgorithm", checksum.algorithm.rawValue)
        element("ChecksumType", checksum.type)
    }

    mutating func commonPrefixes(_ prefixes: [String], _ encoding: KeyEncoding) {
        for prefix in prefixes { element("CommonPrefixes") { $0.element("Prefix", encoding(prefix)) } }
    }
}
