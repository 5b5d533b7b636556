import Crypto
import ServiceKit
import Time
import Wire

/// Makes an object of the parts of an upload. Their bytes stay where they are.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
struct CompleteMultipartUpload: WriteAction {
    static let route = Route("POST", .object, "uploadId")

    /// Of every part but the last, in bytes.
    private static let smallest = 5 << 20

    private struct Choice: Sendable {
        var number: Int
        var etag: String
        /// By algorithm, in base64.
        var checksums: [String: String]
    }

    let call: Call
    private let choices: [Choice]
    private let id: String

    init(_ call: Call) throws(AWSError) {
        self.call = call
        id = call.query["uploadId"] ?? ""
        guard let root = XMLElement(parsing: call.request.body), root.name == "CompleteMultipartUpload" else {
            throw .malformedXML
        }
        var choices: [Choice] = []
        for part in root.all("Part") {
            guard let number = part.text("PartNumber").flatMap({ Int($0) }), let etag = part.text("ETag") else {
                throw .malformedXML
            }
            let checksums = part.children.filter { $0.name.hasPrefix("Checksum") }.map { ($0.name, $0.text) }
            choices.append(
                Choice(
                    number: number,
                    etag: String(etag[...].trimming { $0 == "\"" }),
                    checksums: Dictionary(checksums) { first, _ in first }
                )
            )
        }
        guard !choices.isEmpty, choices.count <= 10_000 else { throw .malformedXML }
        for (former, next) in zip(choices, choices.dropFirst()) where former.number >= next.number {
            throw AWSError(
                "InvalidPartOrder",
                400,
                "The list of parts was not in ascending order. The parts list must be specified in order by part number."
            )
        }
        self.choices = choices
    }

    func write(_ transaction: Transaction) throws -> Reply {
        _ = try transaction.bucket(call.bucket)
        let connection = transaction.connection
        let present = try connection.object(call.bucket, call.key)
        if let present, present.details["upload"] == id {
            // The client has not heard the answer to its first request.
            let isVersioned = try transaction.bucket(call.bucket).versioning == .enabled
            return reply(present.etag, present.details, isVersioned ? present.version : nil)
        }
        let upload = try connection.upload(id, call.bucket, call.key)
        let conditions = Conditions(call.request.headers)
        try conditions.checkWrite(present.flatMap { $0.isMarker ? nil : $0.etag }, call.key)
        let parts = try chosen(connection.parts(of: id))
        var object = try object(upload, parts)
        for part in parts { object.body.segments += try connection.body(ofPart: part.number, of: id).segments }
        object.size = object.body.count
        if let size = call.header("x-amz-mp-object-size"), Int(size) != object.size {
            throw AWSError.invalidRequest(
                "The provided 'x-amz-mp-object-size' header does not match what was computed."
            )
        }
        try transaction.end(id, keeping: Set(parts.map(\.number)))
        return reply(object.etag, object.details, try transaction.put(object, .completeMultipartUpload))
    }

    private func chosen(_ parts: [UploadedPart]) throws(AWSError) -> [UploadedPart] {
        let parts = Dictionary(parts.map { ($0.number, $0) }) { first, _ in first }
        var chosen: [UploadedPart] = []
        for choice in choices {
            guard let part = parts[choice.number], part.etag == choice.etag,
                choice.checksums[part.checksum.algorithm.element].map({ $0 == part.checksum.value }) ?? true
            else {
                throw AWSError(
                    "InvalidPart",
                    400,
                    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the "
                        + "specified entity tag may not match the part's entity tag.",
                    ("UploadId", id),
                    ("PartNumber", String(choice.number)),
                    ("ETag", choice.etag)
                )
            }
            chosen.append(part)
        }
        for part in chosen.dropLast() where part.size < Self.smallest {
            throw AWSError(
                "EntityTooSmall",
                400,
                "Your proposed upload is smaller than the minimum allowed size",
                ("ProposedSize", String(part.size)),
                ("MinSizeAllowed", String(Self.smallest)),
                ("PartNumber", String(part.number)),
                ("ETag", part.etag)
            )
        }
        return chosen
    }

    /// Without its bytes.
    private func object(_ upload: Upload, _ parts: [UploadedPart]) throws(AWSError) -> NewObject {
        var details = upload.details
        let algorithm = upload.algorithm ?? .crc64nvme
        details.checksum =
            upload.isWhole
            ? Checksum.whole(parts.map { ($0.checksum, $0.size) }, algorithm)
            : Checksum.composite(parts.map(\.checksum), algorithm)
        if let given = try Intake.given(call.request.headers), given.algorithm == algorithm,
            given.value.prefix(while: { $0 != "-" }) != details.checksum?.value.prefix(while: { $0 != "-" })
        {
            throw .badDigest(algorithm.rawValue.lowercased())
        }
        details.parts = parts.map { .init(number: $0.number, size: $0.size, checksum: $0.checksum) }
        details["uploadAlgorithm"] = nil
        details["uploadType"] = nil
        details["upload"] = id
        return NewObject(
            bucket: call.bucket,
            key: call.key,
            size: 0,
            etag: Self.etag(parts),
            details: details,
            body: StoredBody()
        )
    }

    /// The digest of the parts' digests, and how many there are.
    private static func etag(_ parts: [UploadedPart]) -> String {
        var md5 = Insecure.MD5()
        for part in parts {
            let digits = Array(part.etag.utf8)
            let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { place in
                UInt8(String(decoding: digits[place..<(place + 2)], as: UTF8.self), radix: 16) ?? 0
            }
            md5.update(data: bytes)
        }
        return md5.finalize().map { String(hex: UInt64($0), digits: 2) }.joined() + "-\(parts.count)"
    }

    private func reply(_ etag: String, _ details: ObjectDetails, _ version: String?) -> Reply {
        var reply = Reply(
            XMLText("CompleteMultipartUploadResult") {
                $0.element("Location", "http://\(call.header("Host") ?? "s3.amazonaws.com")\(call.request.path)")
                $0.element("Bucket", call.bucket)
                $0.element("Key", call.key)
                $0.element("ETag", "\"\(etag)\"")
                $0.checksum(details.checksum)
            }
        )
        reply.add("x-amz-version-id", version)
        details.addEncryption(to: &reply)
        return reply
    }
}
