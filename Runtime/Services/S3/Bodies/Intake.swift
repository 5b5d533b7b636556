import Crypto
import FoundationEssentials
import ServiceKit
import Time
import Wire

/// The bytes of a request's body on their way in: taken out of their chunks, counted, digested, and held against what
/// the request says of them.
struct Intake {
    /// What has been found out about a body that is whole.
    struct Result: Sendable, Hashable {
        var size: Int
        /// Sixteen bytes.
        var md5: [UInt8]
        var checksum: Checksum

        /// In hexadecimal digits.
        var etag: String { md5.map { String(hex: UInt64($0), digits: 2) }.joined() }
    }

    private let headers: HTTPHeaders
    private var chunks: ChunkedBody?
    private var md5 = Insecure.MD5()
    private var payload: Crypto.SHA256?
    private var checksum: RunningChecksum
    private var size = 0
    /// The one that stands in the header, in base64.
    private let expected: String?
    private let isInTrailer: Bool

    /// Throws what the header has wrong with it.
    init(_ headers: HTTPHeaders) throws(AWSError) {
        self.headers = headers
        let signed = headers["x-amz-content-sha256"] ?? ""
        let encodings = headers["Content-Encoding"]?.lowercased() ?? ""
        // Some clients name the encoding and send the body as it is.
        let isChunked = encodings.contains("aws-chunked") && headers["x-amz-decoded-content-length"] != nil
        if signed.hasPrefix("STREAMING-") || isChunked { chunks = ChunkedBody() }
        if signed.utf8.count == 64 { payload = Crypto.SHA256() }
        let trailer = headers["x-amz-trailer"].flatMap { Self.algorithm(header: $0) }
        let given = try Self.given(headers)
        let named = (headers["x-amz-sdk-checksum-algorithm"] ?? headers["x-amz-checksum-algorithm"])
        if let named, ChecksumAlgorithm(named: named) == nil {
            throw .invalidRequest(
                "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
                    + "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"
            )
        }
        checksum = RunningChecksum(
            given?.algorithm ?? trailer ?? named.flatMap { ChecksumAlgorithm(named: $0) } ?? .crc64nvme
        )
        expected = given?.value
        isInTrailer = given == nil && trailer != nil
        if let digest = headers["Content-MD5"], Data(base64Encoded: digest)?.count != 16 {
            throw AWSError("InvalidDigest", 400, "The Content-MD5 you specified was invalid.")
        }
    }

    private static func algorithm(header: String) -> ChecksumAlgorithm? {
        ChecksumAlgorithm.allCases.first { HTTPHeaders.same($0.header, header) }
    }

    /// The checksum in the header.
    static func given(_ headers: HTTPHeaders) throws(AWSError) -> Checksum? {
        let given = ChecksumAlgorithm.allCases.compactMap { algorithm in
            headers[algorithm.header].map { Checksum(algorithm: algorithm, value: $0) }
        }
        guard given.count < 2 else {
            throw .invalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
        }
        guard let first = given.first else { return nil }
        let value = first.value.prefix { $0 != "-" }
        guard Data(base64Encoded: String(value))?.count == first.algorithm.width else {
            throw .invalidRequest("Value for \(first.algorithm.header) header is invalid.")
        }
        return first
    }

    /// Takes some bytes, and returns those of the object among them.
    mutating func take(_ bytes: [UInt8]) throws(AWSError) -> [UInt8] {
        let bytes = try chunks?.take(bytes) ?? bytes
        size += bytes.count
        bytes.withUnsafeBytes { buffer in
            md5.update(bufferPointer: buffer)
            payload?.update(bufferPointer: buffer)
        }
        checksum.update(bytes)
        return bytes
    }

    /// The body has ended. Throws where it is not what the request says it is.
    func finish(trailers: HTTPHeaders) throws(AWSError) -> Result {
        if let chunks, !chunks.isComplete { throw .incompleteBody }
        if let length = headers["x-amz-decoded-content-length"], Int(length) != size { throw .incompleteBody }
        let digest = Array(md5.finalize())
        if let expected = headers["Content-MD5"], Data(base64Encoded: expected) != Data(digest) {
            throw .badDigest("Content-MD5")
        }
        try checkPayload()
        try checkChecksum(trailers)
        return Result(size: size, md5: digest, checksum: checksum.checksum)
    }

    private func checkPayload() throws(AWSError) {
        guard let payload, let expected = headers["x-amz-content-sha256"]?.lowercased() else { return }
        let found = payload.finalize().map { String(hex: UInt64($0), digits: 2) }.joined()
        guard found == expected else {
            throw AWSError(
                "XAmzContentSHA256Mismatch",
                400,
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
                ("ClientComputedContentSHA256", expected),
                ("S3ComputedContentSHA256", found)
            )
        }
    }

    private func checkChecksum(_ trailers: HTTPHeaders) throws(AWSError) {
        var wanted = expected
        if isInTrailer {
            let name = checksum.algorithm.header
            wanted = chunks?.trailers[name] ?? trailers[name]
            guard wanted != nil else {
                throw AWSError(
                    "MalformedTrailerError",
                    400,
                    "The request contained trailing data that was not well-formed or did not conform to our published schema."
                )
            }
        }
        guard let wanted, wanted != checksum.value else { return }
        throw .badDigest(checksum.algorithm.rawValue)
    }
}
