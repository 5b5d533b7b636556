/// Takes the backslashes out of a string's text.
enum JSONEscapes {
    /// `text` is checked: every escape is one that JSON knows. A lone surrogate, which no UTF-8 text can hold, becomes
    /// U+FFFD.
    static func decode(_ text: UnsafeBufferPointer<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            if text[index] == UInt8(ascii: "u") {
                bytes.append(contentsOf: String(scalar(text, &index)).utf8)
            } else {
                bytes.append(simple(text[index]))
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func simple(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        default: letter
        }
    }

    /// `index` stands on the `u` and moves behind the last digit.
    private static func scalar(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Unicode.Scalar {
        let first = hexQuad(text, index + 1)
        index += 5
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), index + 5 < text.count,
            text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let second = hexQuad(text, index + 2)
        guard (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
        index += 6
        return Unicode.Scalar(0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(second - 0xDC00)) ?? "\u{FFFD}"
    }

    private static func hexQuad(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt16 {
        text[start..<start + 4].reduce(0) { $0 << 4 | UInt16(digit($1) ?? 0) }
    }

    /// The value of a hexadecimal digit.
    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
