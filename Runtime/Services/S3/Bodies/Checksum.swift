import Crypto
import FoundationEssentials
import Wire

/// The checksums that clients may send with an object and ask for later.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
enum ChecksumAlgorithm: String, Sendable, CaseIterable {
    case crc32 = "CRC32"
    case crc32c = "CRC32C"
    case crc64nvme = "CRC64NVME"
    case sha1 = "SHA1"
    case sha256 = "SHA256"

    /// Such as `x-amz-checksum-crc32`.
    var header: String { "x-amz-checksum-\(rawValue.lowercased())" }

    /// As elements are called: `ChecksumCRC32`.
    var element: String { "Checksum\(rawValue)" }

    var crc: CRC.Kind? {
        switch self {
        case .crc32: .crc32
        case .crc32c: .crc32c
        case .crc64nvme: .crc64nvme
        case .sha1, .sha256: nil
        }
    }

    var width: Int { crc?.width ?? (self == .sha1 ? 20 : 32) }

    /// Of a header's value.
    init?(named name: String) { self.init(rawValue: name.uppercased()) }
}

/// A checksum as it is kept and told.
struct Checksum: Sendable, Hashable {
    var algorithm: ChecksumAlgorithm
    /// In base64; with `-` and the number of parts behind it for a checksum of checksums.
    var value: String
    var isComposite = false

    var type: String { isComposite ? "COMPOSITE" : "FULL_OBJECT" }

    /// Of the checksums of parts one behind the other.
    static func composite(_ parts: [Checksum], _ algorithm: ChecksumAlgorithm) -> Checksum {
        var digest = RunningChecksum(algorithm)
        for part in parts { digest.update(Array(Data(base64Encoded: part.value) ?? Data())) }
        return Checksum(algorithm: algorithm, value: "\(digest.value)-\(parts.count)", isComposite: true)
    }

    /// Of the whole object, made of those of its parts; `nil` for digests, which cannot be put together.
    static func whole(_ parts: [(checksum: Checksum, size: Int)], _ algorithm: ChecksumAlgorithm) -> Checksum? {
        guard let kind = algorithm.crc else { return nil }
        let values = parts.map { part in
            let number = (Data(base64Encoded: part.checksum.value) ?? Data()).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return (number, part.size)
        }
        let value = values.dropFirst().reduce(values.first?.0 ?? 0) {
            CRC.combine($0, $1.0, secondCount: $1.1, kind)
        }
        return Checksum(algorithm: algorithm, value: Data(CRC.bytes(value, kind)).base64EncodedString())
    }
}

/// A checksum that is being made.
struct RunningChecksum {
    private enum Digest {
        case crc(CRC)
        case sha1(Insecure.SHA1)
        case sha256(Crypto.SHA256)
    }

    let algorithm: ChecksumAlgorithm
    private var digest: Digest

    init(_ algorithm: ChecksumAlgorithm) {
        self.algorithm = algorithm
        digest =
            switch algorithm {
            case .crc32, .crc32c, .crc64nvme: .crc(CRC(algorithm.crc ?? .crc32))
            case .sha1: .sha1(Insecure.SHA1())
            case .sha256: .sha256(Crypto.SHA256())
            }
    }

    mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            switch digest {
            case .crc(var crc):
                crc.update(buffer)
                digest = .crc(crc)
            case .sha1(var sha):
                sha.update(bufferPointer: buffer)
                digest = .sha1(sha)
            case .sha256(var sha):
                sha.update(bufferPointer: buffer)
                digest = .sha256(sha)
            }
        }
    }

    /// In base64.
    var value: String {
        switch digest {
        case .crc(let crc): Data(crc.bytes).base64EncodedString()
        case .sha1(let sha): Data(sha.finalize()).base64EncodedString()
        case .sha256(let sha): Data(sha.finalize()).base64EncodedString()
        }
    }

    var checksum: Checksum { Checksum(algorithm: algorithm, value: value) }
}
