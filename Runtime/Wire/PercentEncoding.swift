/// Percent-encoding of paths and queries (RFC 3986).
package enum PercentEncoding {
    /// Decodes `%XX`; an escape that is not one stays as it stands. `plusIsSpace` for queries and forms.
    package static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
        var text = String(text)
        return text.withUTF8 { decode($0, plusIsSpace) } ?? text
    }

    /// `nil` where there is nothing to decode.
    private static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ plusIsSpace: Bool) -> String? {
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || ($0 == UInt8(ascii: "+") && plusIsSpace) }) else {
            return nil
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = hexValue(bytes[index + 1]), let low = hexValue(bytes[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(plusIsSpace && bytes[index] == UInt8(ascii: "+") ? 0x20 : bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Encodes everything but the unreserved characters `A–Z a–z 0–9 - . _ ~`.
    package static func encode(_ text: some StringProtocol) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.append(byte)
            default:
                let digits = Array("0123456789ABCDEF".utf8)
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The names and values of a query or form in order, decoded; a name without `=` has an empty value.
    package static func pairs(_ query: some StringProtocol) -> [(name: String, value: String)] {
        Substring(query).pieces(separatedBy: UInt8(ascii: "&")).filter { !$0.isEmpty }.map(pair)
    }

    private static func pair(_ text: Substring) -> (name: String, value: String) {
        let end = text.firstIndex(ofASCII: UInt8(ascii: "=")) ?? text.endIndex
        let value = Substring(text.utf8[end...].dropFirst())
        return (decode(text[..<end], plusIsSpace: true), decode(value, plusIsSpace: true))
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
