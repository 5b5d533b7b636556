/// Keys as bytes whose order is the order of the values: strings and binaries as they are, numbers so that their bytes
/// compare as they do. Where several attributes make up a part of a key, each is escaped and ended, so that the first
/// one decides before the second is looked at.
enum KeyEncoding {
    /// Four bytes of a hash and then the values. The hash scatters partitions, as DynamoDB does: a Scan comes by in no
    /// order that a program could rely on, and parallel segments are equal shares.
    static func partitionKey(_ values: [AttributeValue]) -> [UInt8] {
        let key = sortKey(values)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        hash ^= hash >> 33
        return bigEndian(UInt32(truncatingIfNeeded: hash >> 32)) + key
    }

    /// All values of a sort key; empty for none.
    static func sortKey(_ values: [AttributeValue]) -> [UInt8] {
        values.count == 1 ? bytes(of: values[0]) : values.flatMap(component)
    }

    /// One of several values.
    static func component(_ value: AttributeValue) -> [UInt8] { componentPrefix(value) + [0, 1] }

    /// What all components that begin with a value have in common.
    static func componentPrefix(_ value: AttributeValue) -> [UInt8] {
        bytes(of: value).flatMap { $0 == 0 ? [0, 0xFF] : [$0] }
    }

    /// A value that stands alone. Empty for one that cannot be a key.
    static func bytes(of value: AttributeValue) -> [UInt8] {
        switch value {
        case .string(let text): Array(text.utf8)
        case .binary(let bytes): bytes
        case .number(let number): bytes(of: number.decimal)
        default: []
        }
    }

    /// Where the hashes of a segment begin; `nil` past the last one.
    static func segmentStart(_ segment: Int, of total: Int) -> [UInt8]? {
        let start = (UInt64(segment) << 32) / UInt64(max(1, total))
        return start > UInt64(UInt32.max) ? nil : bigEndian(UInt32(start))
    }

    /// The first bytes behind all that begin with `prefix`; `nil` when there are none.
    static func successor(ofPrefix prefix: [UInt8]) -> [UInt8]? {
        guard let index = prefix.lastIndex(where: { $0 < 0xFF }) else { return nil }
        return prefix[..<index] + [prefix[index] + 1]
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    /// A byte for the sign, one for the exponent, one for two digits each (1…100, so that none is the end). A negative
    /// number has all but the sign complemented, and an end that stands behind every digit.
    private static func bytes(of decimal: Decimal) -> [UInt8] {
        guard !decimal.digits.isEmpty else { return [1] }
        var bytes = [UInt8(clamping: decimal.exponent + 130)]
        for index in stride(from: 0, to: decimal.digits.count, by: 2) {
            let second = index + 1 < decimal.digits.count ? decimal.digits[index + 1] : 0
            bytes.append(decimal.digits[index] * 10 + second + 1)
        }
        return decimal.isNegative ? [0] + bytes.map { ~$0 } + [0xFF] : [2] + bytes
    }
}
