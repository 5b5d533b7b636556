/// The addresses of `10.0.0.0/24` or `2001:db8::/32`.
package struct AddressRange: Sendable, Hashable {
    /// Big-endian: 4 bytes or 16.
    private let network: [UInt8]
    private let bits: Int

    package init(_ text: String) throws(EventPatternError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw EventPatternError("Malformed CIDR, one '/' required") }
        guard let bits = Int(parts[1]) else { throw EventPatternError("Malformed CIDR, mask bits must be an integer") }
        guard bits >= 0 else { throw EventPatternError("Malformed CIDR, mask bits must not be negative") }
        guard let network = Self.bytes(parts[0]) else { throw EventPatternError("Nonstandard IP address: \(parts[0])") }
        guard bits < network.count * 8 + 1 else {
            throw EventPatternError("IPv\(network.count == 4 ? 4 : 6) mask bits must be < \(network.count * 8)")
        }
        self.network = network
        self.bits = bits
    }

    package func contains(_ text: String) -> Bool {
        guard let address = Self.bytes(text[...]), address.count == network.count else { return false }
        let whole = bits / 8
        guard address[..<whole] == network[..<whole] else { return false }
        let rest = bits % 8
        return rest == 0 || (address[whole] ^ network[whole]) >> (8 - rest) == 0
    }

    /// `nil` for what is no address.
    private static func bytes(_ text: Substring) -> [UInt8]? { text.contains(":") ? version6(text) : version4(text) }

    private static func version4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { $0.first?.isNumber == true ? UInt8($0) : nil }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func version6(_ text: Substring) -> [UInt8]? {
        let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = groups(halves[0]), let tail = groups(halves.count == 2 ? halves[1] : "")
        else { return nil }
        let missing = 16 - head.count - tail.count
        guard halves.count == 2 ? missing >= 2 : missing == 0 else { return nil }
        return head + [UInt8](repeating: 0, count: missing) + tail
    }

    private static func groups(_ text: Substring) -> [UInt8]? {
        if text.isEmpty { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, let four = version4(part) {
                bytes += four
            } else if (1...4).contains(part.count), let group = UInt16(part, radix: 16) {
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            } else {
                return nil
            }
        }
        return bytes
    }
}
