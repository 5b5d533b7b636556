/// Reads gzipped data (RFC 1952) without any library of the system's: functions are to be linked statically.
enum Gzip {
    /// Bytes that data may decompress to: an event holds less.
    static let limit = 64 << 20

    /// `nil` for what is not gzipped, is damaged, or holds more than `limit`.
    static func decompress(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= 18, bytes[0] == 0x1F, bytes[1] == 0x8B, bytes[2] == 8, let start = body(bytes) else {
            return nil
        }
        var inflate = Inflate(bytes[start..<(bytes.count - 8)])
        guard let data = inflate.run(limit: limit) else { return nil }
        let end = bytes.suffix(8).reversed().map { UInt32($0) }
        let size = end[0] << 24 | end[1] << 16 | end[2] << 8 | end[3]
        let checksum = end[4] << 24 | end[5] << 16 | end[6] << 8 | end[7]
        guard size == UInt32(truncatingIfNeeded: data.count), checksum == crc32(data) else { return nil }
        return data
    }

    /// Where the compressed data begins: behind the header and what it says that follows.
    private static func body(_ bytes: [UInt8]) -> Int? {
        let flags = bytes[3]
        var index = 10
        if flags & 4 != 0 {
            guard index + 2 <= bytes.count else { return nil }
            index += 2 + Int(bytes[index]) + Int(bytes[index + 1]) << 8
        }
        for flag in [8, 16] as [UInt8] where flags & flag != 0 {
            guard index < bytes.count, let end = bytes[index...].firstIndex(of: 0) else { return nil }
            index = end + 1
        }
        if flags & 2 != 0 { index += 2 }
        return index <= bytes.count - 8 ? index : nil
    }

    /// The checksum of IEEE 802.3.
    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
        }
        return ~crc
    }
}
