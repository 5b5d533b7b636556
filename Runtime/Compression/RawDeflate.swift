import CZlib

/// The compressed form within archives (RFC 1951): without header or checksum, and as small as zlib can make it.
package enum RawDeflate {
    package static func compress(_ bytes: [UInt8]) throws(Compression.Failure) -> [UInt8] {
        try Deflate.compress(bytes, level: Z_BEST_COMPRESSION, windowBits: -15)
    }

    /// The checksum that archives keep of what they hold.
    package static func crc32(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
    }
}
