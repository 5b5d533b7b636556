import ServiceKit
import Time
import Wire

/// Begins an upload in parts.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
struct CreateMultipartUpload: WriteAction {
    static let route = Route("POST", .object, "uploads")

    let call: Call
    private let details: ObjectDetails

    init(_ call: Call) throws(AWSError) {
        self.call = call
        try ObjectKey.check(call.key)
        var details = try ObjectDetails(call.request.headers)
        if let name = call.header("x-amz-checksum-algorithm") {
            guard let algorithm = ChecksumAlgorithm(named: name) else {
                throw .invalidRequest(
                    "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
                        + "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"
                )
            }
            details["uploadAlgorithm"] = algorithm.rawValue
            details["uploadType"] = try Self.type(call.header("x-amz-checksum-type"), algorithm)
        }
        self.details = details
    }

    private static func type(_ given: String?, _ algorithm: ChecksumAlgorithm) throws(AWSError) -> String {
        let type = given?.uppercased() ?? (algorithm == .crc64nvme ? "FULL_OBJECT" : "COMPOSITE")
        guard type == "FULL_OBJECT" ? algorithm.crc != nil : type == "COMPOSITE" && algorithm != .crc64nvme else {
            throw .invalidRequest(
                "The \(type) checksum type cannot be used with the \(algorithm.rawValue.lowercased()) checksum algorithm."
            )
        }
        return type
    }

    func write(_ transaction: Transaction) throws -> Reply {
        _ = try transaction.bucket(call.bucket)
        let upload = Upload(
            id: transaction.service.context.ids.hex(64),
            bucket: call.bucket,
            key: call.key,
            initiated: call.now,
            details: details
        )
        try transaction.add(upload)
        var reply = Reply(
            XMLText("InitiateMultipartUploadResult") {
                $0.element("Bucket", call.bucket)
                $0.element("Key", call.key)
                $0.element("UploadId", upload.id)
            }
        )
        details.addEncryption(to: &reply)
        if let algorithm = upload.algorithm {
            reply.headers.add("x-amz-checksum-algorithm", algorithm.rawValue)
            reply.headers.add("x-amz-checksum-type", upload.checksumType)
        }
        return reply
    }
}
