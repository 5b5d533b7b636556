import ServiceKit
import Storage
import Wire

/// What a reader of an object gets to see: which version, which of its bytes, and all that is said of it.
struct ObjectView {
    let row: ObjectRow
    let range: Range<Int>
    /// Without a body.
    var reply: Reply

    private static let overrides = [
        "response-cache-control": "Cache-Control", "response-content-disposition": "Content-Disposition",
        "response-content-encoding": "Content-Encoding", "response-content-language": "Content-Language",
        "response-content-type": "Content-Type", "response-expires": "Expires",
    ]

    init(_ call: Call, _ service: S3, _ connection: Connection) throws {
        let bucket = try service.documents.current.bucket(call.bucket)
        row = try connection.existing(call.bucket, call.key, version: call.versionID)
        try row.details.checkKey(call.request.headers)
        reply = Reply(headers: ["ETag": row.quotedETag, "Last-Modified": row.modified.httpDate])
        if bucket.versioning != .never { reply.headers.add("x-amz-version-id", row.version) }
        switch Conditions(call.request.headers).outcome(etag: row.etag, modified: row.modified) {
        case .met: break
        case .notModified:
            range = 0..<0
            reply.status = 304
            return
        case .failed(let condition): throw AWSError.preconditionFailed(condition)
        }
        let part = try Self.part(call, row)
        let asked = try part ?? ByteRange.range(call.header("Range"), size: row.size)
        range = asked ?? 0..<row.size
        row.details.addHeaders(to: &reply)
        if part != nil, !row.details.parts.isEmpty {
            reply.headers.add("x-amz-mp-parts-count", String(row.details.parts.count))
        }
        reply.headers.add("Accept-Ranges", "bytes")
        let wantsChecksum = call.header("x-amz-checksum-mode")?.uppercased() == "ENABLED"
        if wantsChecksum, part != nil, let number = try call.number("partNumber") {
            row.details.addChecksum(ofPart: number, to: &reply)
        }
        if let asked {
            reply.status = 206
            reply.headers.add("Content-Range", "bytes \(asked.lowerBound)-\(asked.upperBound - 1)/\(row.size)")
        } else if wantsChecksum {
            row.details.addChecksum(to: &reply)
        }
        for (name, header) in Self.overrides {
            if let value = call.query[name] { reply.headers[header] = value }
        }
    }

    /// The bytes of the part that is asked for by its number; `nil` where none is.
    private static func part(_ call: Call, _ row: ObjectRow) throws(AWSError) -> Range<Int>? {
        guard let number = try call.number("partNumber") else { return nil }
        guard call.header("Range") == nil else {
            throw .invalidRequest("Cannot specify both Range header and partNumber query parameter")
        }
        let parts = row.details.parts
        if parts.isEmpty, number == 1 { return row.size > 0 ? 0..<row.size : nil }
        guard let place = parts.firstIndex(where: { $0.number == number }) else {
            throw AWSError(
                "InvalidPartNumber",
                416,
                "The requested partnumber is not satisfiable",
                ("PartNumberRequested", String(number)),
                ("ActualPartCount", String(max(1, parts.count)))
            )
        }
        let start = parts[..<place].reduce(0) { $0 + $1.size }
        return start..<(start + parts[place].size)
    }
}
