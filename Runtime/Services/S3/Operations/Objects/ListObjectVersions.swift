import ServiceKit
import Storage
import Time
import Wire

/// Lists the versions of objects and delete markers, the newest of each object first.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
struct ListObjectVersions: ReadAction {
    static let route = Route("GET", .bucket, "versions")

    let call: Call
    private let encoding: KeyEncoding
    private let limit: Int

    init(_ call: Call) throws(AWSError) {
        self.call = call
        encoding = try KeyEncoding(call)
        limit = min(try call.number("max-keys") ?? 1_000, 1_000)
        if call.query["version-id-marker"] != nil, call.query["key-marker"] == nil {
            throw .invalidArgument(
                "A version-id marker cannot be specified without a key marker.",
                "version-id-marker",
                call.query["version-id-marker"] ?? ""
            )
        }
    }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        _ = try service.documents.current.bucket(call.bucket)
        let (prefix, delimiter) = (call.query["prefix"] ?? "", call.query["delimiter"] ?? "")
        let keyMarker = call.query["key-marker"] ?? ""
        let versionMarker = call.query["version-id-marker"].flatMap { $0.isEmpty ? nil : $0 }
        // Of the key that the last page has ended with, only what is older than its last version.
        let markerID = try versionMarker.flatMap { try connection.object(call.bucket, keyMarker, version: $0)?.id }
        var listing = Listing<ObjectRow>(
            prefix: prefix,
            delimiter: delimiter,
            after: keyMarker,
            limit: limit,
            isInclusive: markerID != nil
        )
        try connection.eachVersion(in: call.bucket, from: listing.start) { row in
            if let markerID, row.key.utf8.elementsEqual(keyMarker.utf8), row.id >= markerID { return .next }
            return listing.take(Array(row.key.utf8), row)
        }
        return Reply(xml(listing, prefix, delimiter, keyMarker))
    }

    private func xml(
        _ listing: Listing<ObjectRow>,
        _ prefix: String,
        _ delimiter: String,
        _ keyMarker: String
    ) -> XMLText {
        XMLText("ListVersionsResult") { root in
            root.element("Name", call.bucket)
            root.element("Prefix", encoding(prefix))
            root.element("KeyMarker", encoding(keyMarker))
            root.element("VersionIdMarker", call.query["version-id-marker"] ?? "")
            if listing.isTruncated {
                root.element("NextKeyMarker", encoding.optional(listing.last))
                if case .element(let row)? = listing.items.last { root.element("NextVersionIdMarker", row.version) }
            }
            root.element("MaxKeys", limit)
            if !delimiter.isEmpty { root.element("Delimiter", encoding(delimiter)) }
            root.element("EncodingType", encoding.name)
            root.element("IsTruncated", listing.isTruncated)
            for row in listing.elements { version(row, &root) }
            root.commonPrefixes(listing.prefixes, encoding)
        }
    }

    private func version(_ row: ObjectRow, _ root: inout XMLText) {
        root.element(row.isMarker ? "DeleteMarker" : "Version") {
            $0.element("Key", encoding(row.key))
            $0.element("VersionId", row.version)
            $0.element("IsLatest", row.isLatest)
            $0.element("LastModified", row.modified.wholeSeconds.iso8601Milliseconds)
            if !row.isMarker {
                $0.element("ETag", row.quotedETag)
                $0.checksumKind(row.details.checksum)
                $0.element("Size", row.size)
                $0.element("StorageClass", row.details.storageClass ?? "STANDARD")
            }
            $0.owner(call)
        }
    }
}
