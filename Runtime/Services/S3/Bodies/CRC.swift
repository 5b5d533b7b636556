/// A cyclic redundancy check of up to 64 bits with reflected bits, eight bytes at a step.
struct CRC: Sendable {
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
    enum Kind: Sendable, CaseIterable {
        case crc32, crc32c, crc64nvme

        var polynomial: UInt64 {
            switch self {
            case .crc32: 0xEDB8_8320
            case .crc32c: 0x82F6_3B78
            case .crc64nvme: 0x9A6C_9329_AC4B_C9B5
            }
        }

        /// In bytes.
        var width: Int { self == .crc64nvme ? 8 : 4 }

        var mask: UInt64 { self == .crc64nvme ? .max : 0xFFFF_FFFF }

        fileprivate var tables: [UInt64] {
            switch self {
            case .crc32: Self.crc32Tables
            case .crc32c: Self.crc32cTables
            case .crc64nvme: Self.crc64Tables
            }
        }

        private static let crc32Tables = CRC.tables(.crc32)
        private static let crc32cTables = CRC.tables(.crc32c)
        private static let crc64Tables = CRC.tables(.crc64nvme)
    }

    let kind: Kind
    private var state: UInt64

    init(_ kind: Kind) {
        self.kind = kind
        state = kind.mask
    }

    var value: UInt64 { state ^ kind.mask }

    /// Big-endian.
    var bytes: [UInt8] { Self.bytes(value, kind) }

    static func bytes(_ value: UInt64, _ kind: Kind) -> [UInt8] {
        (0..<kind.width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (kind.width - 1 - $0))) }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        kind.tables.withUnsafeBufferPointer { tables in
            var crc = state
            var index = 0
            while index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian ^ crc
                crc = tables[1792 &+ Int(word & 0xFF)]
                crc ^= tables[1536 &+ Int((word >> 8) & 0xFF)]
                crc ^= tables[1280 &+ Int((word >> 16) & 0xFF)]
                crc ^= tables[1024 &+ Int((word >> 24) & 0xFF)]
                crc ^= tables[768 &+ Int((word >> 32) & 0xFF)]
                crc ^= tables[512 &+ Int((word >> 40) & 0xFF)]
                crc ^= tables[256 &+ Int((word >> 48) & 0xFF)]
                crc ^= tables[Int(word >> 56)]
                index &+= 8
            }
            while index < bytes.count {
                crc = tables[Int((crc ^ UInt64(bytes[index])) & 0xFF)] ^ (crc >> 8)
                index &+= 1
            }
            state = crc
        }
    }

    private static func tables(_ kind: Kind) -> [UInt64] {
        var tables = [UInt64](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var value = UInt64(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? kind.polynomial ^ (value >> 1) : value >> 1 }
            tables[byte] = value
        }
        for index in 256..<(8 * 256) {
            let before = tables[index - 256]
            tables[index] = tables[Int(before & 0xFF)] ^ (before >> 8)
        }
        return tables
    }

    // MARK: Of bytes that follow each other

    /// The check of `first` and `second` together, the latter of so many bytes: what zlib calls `crc32_combine`, by
    /// multiplying with powers of x modulo the polynomial.
    static func combine(_ first: UInt64, _ second: UInt64, secondCount: Int, _ kind: Kind) -> UInt64 {
        var power = xToThe8(kind)
        var (factor, count) = (one(kind), secondCount)
        while count > 0 {
            if count & 1 == 1 { factor = multiply(factor, power, kind) }
            power = multiply(power, power, kind)
            count >>= 1
        }
        return multiply(first, factor, kind) ^ second
    }

    /// The polynomial 1: the highest bit, as bits are reflected.
    private static func one(_ kind: Kind) -> UInt64 { 1 << UInt64(8 * kind.width - 1) }

    private static func xToThe8(_ kind: Kind) -> UInt64 { one(kind) >> 8 }

    private static func multiply(_ left: UInt64, _ right: UInt64, _ kind: Kind) -> UInt64 {
        var (product, factor): (UInt64, UInt64) = (0, right)
        for bit in 0..<(8 * kind.width) {
            if left & (one(kind) >> UInt64(bit)) != 0 { product ^= factor }
            factor = factor & 1 == 1 ? (factor >> 1) ^ kind.polynomial : factor >> 1
        }
        return product
    }
}
