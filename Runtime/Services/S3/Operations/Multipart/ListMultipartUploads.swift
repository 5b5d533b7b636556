import ServiceKit
import Storage
import Time
import Wire

/// Lists the uploads that are under way.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
struct ListMultipartUploads: ReadAction {
    static let route = Route("GET", .bucket, "uploads")

    let call: Call
    private let encoding: KeyEncoding
    private let limit: Int

    init(_ call: Call) throws(AWSError) {
        self.call = call
        encoding = try KeyEncoding(call)
        limit = min(try call.number("max-uploads") ?? 1_000, 1_000)
    }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        _ = try service.documents.current.bucket(call.bucket)
        let keyMarker = call.query["key-marker"] ?? ""
        let idMarker = call.query["upload-id-marker"].flatMap { $0.isEmpty || keyMarker.isEmpty ? nil : $0 }
        let number = try idMarker.flatMap {
            try connection.first("SELECT number FROM s3_upload WHERE id = ?", .text($0)) { $0.integer(0) }
        }
        var listing = Listing<Upload>(
            prefix: call.query["prefix"] ?? "",
            delimiter: call.query["delimiter"] ?? "",
            after: keyMarker,
            limit: limit,
            isInclusive: number != nil
        )
        try connection.query(
            "SELECT \(Upload.columns), number FROM s3_upload WHERE bucket = ? AND key >= ? ORDER BY key, number",
            [.text(call.bucket), .blob(listing.start)]
        ) { row in
            let upload = try Upload(row)
            if let number, upload.key.utf8.elementsEqual(keyMarker.utf8), row.integer(5) <= number { return true }
            return listing.take(Array(upload.key.utf8), upload) != .stop
        }
        return Reply(xml(listing, keyMarker))
    }

    private func xml(_ listing: Listing<Upload>, _ keyMarker: String) -> XMLText {
        XMLText("ListMultipartUploadsResult") { root in
            root.element("Bucket", call.bucket)
            root.element("KeyMarker", encoding(keyMarker))
            root.element("UploadIdMarker", call.query["upload-id-marker"] ?? "")
            if listing.isTruncated {
                root.element("NextKeyMarker", encoding.optional(listing.last))
                if case .element(let upload)? = listing.items.last { root.element("NextUploadIdMarker", upload.id) }
            }
            if let delimiter = call.query["delimiter"], !delimiter.isEmpty {
                root.element("Delimiter", encoding(delimiter))
            }
            root.element("Prefix", encoding(call.query["prefix"] ?? ""))
            root.element("MaxUploads", limit)
            root.element("EncodingType", encoding.name)
            root.element("IsTruncated", listing.isTruncated)
            for upload in listing.elements {
                root.element("Upload") {
                    $0.element("Key", encoding(upload.key))
                    $0.element("UploadId", upload.id)
                    $0.owner(call, "Initiator")
                    $0.owner(call)
                    $0.element("StorageClass", upload.details.storageClass ?? "STANDARD")
                    $0.element("Initiated", upload.initiated.wholeSeconds.iso8601Milliseconds)
                    if let algorithm = upload.algorithm {
                        $0.element("ChecksumAlgorithm", algorithm.rawValue)
                        $0.element("ChecksumType", upload.checksumType)
                    }
                }
            }
            root.commonPrefixes(listing.prefixes, encoding)
        }
    }
}
