import ServiceKit
import Time
import Wire

/// Makes an object of another one. The bytes stay where they are, under a second name; the copy of what was uploaded in
/// parts keeps the ETag that tells so.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
struct CopyObject: WriteAction {
    static let route = Route("PUT", .object, header: "x-amz-copy-source")

    let call: Call
    private let source: CopySource
    private let given: ObjectDetails
    private let replacesMetadata: Bool
    private let replacesTags: Bool

    init(_ call: Call) throws(AWSError) {
        self.call = call
        try ObjectKey.check(call.key)
        source = try CopySource(call)
        given = try ObjectDetails(call.request.headers)
        replacesMetadata = try Self.replaces(call, "x-amz-metadata-directive", "Unknown metadata directive.")
        replacesTags = try Self.replaces(call, "x-amz-tagging-directive", "Unknown tagging directive.")
    }

    private static func replaces(_ call: Call, _ header: String, _ message: String) throws(AWSError) -> Bool {
        switch call.header(header) {
        case nil, "COPY": return false
        case "REPLACE": return true
        case .some(let value): throw .invalidArgument(message, header, value)
        }
    }

    func write(_ transaction: Transaction) throws -> Reply {
        _ = try transaction.bucket(call.bucket)
        let row = try source.row(transaction)
        try refuseEmptyChange(row)
        let conditions = Conditions(call.request.headers)
        if conditions.match != nil || conditions.noneMatch != nil {
            let present = try transaction.connection.object(call.bucket, call.key)
            try conditions.checkWrite(present.flatMap { $0.isMarker ? nil : $0.etag }, call.key)
        }
        let body = try transaction.connection.body(of: row)
        var details = try details(row)
        if let name = call.header("x-amz-checksum-algorithm"), let algorithm = ChecksumAlgorithm(named: name),
            details.checksum?.algorithm != algorithm
        {
            details.checksum = try body.checksum(algorithm, transaction.service.bodies)
        }
        let copy = try body.copy(transaction.service.bodies)
        let object = NewObject(
            bucket: call.bucket,
            key: call.key,
            size: row.size,
            etag: row.etag,
            details: details,
            body: copy
        )
        do {
            return try reply(transaction.put(object, .copy), row, details, transaction)
        } catch {
            transaction.service.bodies.remove(copy.files)
            throw error
        }
    }

    /// What is said of the copy.
    private func details(_ row: ObjectRow) throws(AWSError) -> ObjectDetails {
        var details = row.details
        let headers = call.request.headers
        if replacesMetadata { try details.takeContent(headers) }
        details.redirect = headers["x-amz-website-redirect-location"]
        try details.takeProperties(headers)
        if headers["x-amz-storage-class"] == nil { details["storageClass"] = nil }
        if replacesTags { details.tags = given.tags }
        details.acl = given.acl
        details["upload"] = nil
        return details
    }

    private func refuseEmptyChange(_ row: ObjectRow) throws(AWSError) {
        let changes = [
            "x-amz-storage-class", "x-amz-website-redirect-location", "x-amz-server-side-encryption",
            "x-amz-server-side-encryption-customer-algorithm", "x-amz-tagging-directive", "x-amz-checksum-algorithm",
        ]
        guard source.bucket == call.bucket, source.key.utf8.elementsEqual(call.key.utf8), source.version == nil,
            !replacesMetadata, !changes.contains(where: { call.header($0) != nil })
        else { return }
        throw .invalidRequest(
            "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
                + "metadata, storage class, website redirect location or encryption attributes."
        )
    }

    private func reply(
        _ version: String?,
        _ row: ObjectRow,
        _ details: ObjectDetails,
        _ transaction: Transaction
    ) throws -> Reply {
        var reply = Reply(
            XMLText("CopyObjectResult") { root in
                root.element("LastModified", call.now.wholeSeconds.iso8601Milliseconds)
                root.element("ETag", row.quotedETag)
                root.checksum(details.checksum)
            }
        )
        reply.add("x-amz-version-id", version)
        reply.add("x-amz-copy-source-version-id", try source.copiedVersion(row, transaction))
        details.addEncryption(to: &reply)
        return reply
    }
}

extension XMLText {
    mutating func checksum(_ checksum: Checksum?) {
        guard let checksum else { return }
        element(checksum.algorithm.element, checksum.value)
        element("ChecksumType", checksum.type)
    }
}
