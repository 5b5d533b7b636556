/// What MD5 and the SHA-2 digests have in common: how they fill up the last block, and how they are written.
enum DigestPadding {
    /// The bytes behind the last whole block of 64, a one bit, zeros, and the length in bits.
    static func tail(of bytes: [UInt8], isBigEndian: Bool) -> [UInt8] {
        var tail = Array(bytes.suffix(bytes.count % 64)) + [0x80]
        while tail.count % 64 != 56 { tail.append(0) }
        let bits = UInt64(bytes.count) &* 8
        for index in 0..<8 {
            let shift = UInt64(isBigEndian ? 7 - index : index) * 8
            tail.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
        return tail
    }

    static func hex(_ digest: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: 2 * digest.count) { buffer in
            for (index, byte) in digest.enumerated() {
                buffer[2 * index] = digit(byte >> 4)
                buffer[2 * index + 1] = digit(byte & 15)
            }
            return 2 * digest.count
        }
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? nibble + UInt8(ascii: "0") : nibble - 10 + UInt8(ascii: "a")
    }
}
