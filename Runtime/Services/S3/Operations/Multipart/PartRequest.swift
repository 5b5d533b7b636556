import Wire

/// Which part of which upload a request is about.
struct PartRequest: Sendable {
    let upload: String
    let number: Int

    init(_ call: Call) throws(AWSError) {
        upload = call.query["uploadId"] ?? ""
        guard let number = Int(call.query["partNumber"] ?? ""), (1...10_000).contains(number) else {
            throw .invalidArgument(
                "Part number must be an integer between 1 and 10000, inclusive",
                "partNumber",
                call.query["partNumber"] ?? ""
            )
        }
        self.number = number
    }

    /// With which checksum the part is kept: the upload's. Throws where the client has sent another one.
    static func algorithm(_ upload: Upload, _ given: Checksum?) throws(AWSError) -> ChecksumAlgorithm {
        let wanted = upload.algorithm ?? .crc64nvme
        if let given, upload.algorithm != nil, given.algorithm != wanted {
            throw .invalidRequest(
                "Checksum Type mismatch occurred, expected checksum Type: \(wanted.rawValue.lowercased()), actual checksum "
                    + "Type: \(given.algorithm.rawValue.lowercased())"
            )
        }
        return wanted
    }
}
