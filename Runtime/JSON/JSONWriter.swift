extension JSON {
    /// The value as compact UTF-8 text.
    package var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }

    /// The value as compact text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The value as text for people: two blanks an indent, one member a line.
    package var prettyText: String {
        var writer = JSONWriter()
        writer.write(self, indent: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// Writes JSON straight into bytes. The caller sees to it that values, commas and brackets stand where they must.
package struct JSONWriter {
    package var bytes: [UInt8] = []

    package init(capacity: Int = 0) {
        if capacity > 0 { bytes.reserveCapacity(capacity) }
    }

    /// Appends `text` as it is: punctuation, numbers, or JSON that stands ready.
    package mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// The same for text that stands in the source.
    package mutating func literal(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func raw(_ ready: [UInt8]) { bytes.append(contentsOf: ready) }

    /// Appends a string in double quotes. Escapes what RFC 8259 demands and nothing else.
    package mutating func string(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { escape($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ utf8: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while true {
            let index = Self.nextToEscape(utf8, from: start)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
            if index == utf8.count { return }
            escape(utf8[index])
            start = index + 1
        }
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        default:
            let hex = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(hex[Int(byte >> 4)])
            bytes.append(hex[Int(byte & 15)])
        }
    }

    /// Where the next quotation mark, backslash or control character stands; the end where there is none. Looks at eight
    /// bytes at a time as long as none of them is one (Sean Eron Anderson, "Bit Twiddling Hacks": a byte less than n).
    private static func nextToEscape(_ utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = start
        while index + 8 <= utf8.count {
            let word = UnsafeRawBufferPointer(utf8).loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            let controls = (word &- ones &* 0x20) & ~word
            let marks = (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
            if (controls | marks) & (ones &* 0x80) != 0 { break }
            index += 8
        }
        while index < utf8.count {
            let byte = utf8[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            index += 1
        }
        return index
    }

    package mutating func write(_ value: JSON) {
        switch value {
        case .null: raw("null")
        case .bool(let flag): raw(flag ? "true" : "false")
        case .number(let text): raw(text)
        case .string(let text): string(text)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(value)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                string(member.key)
                bytes.append(UInt8(ascii: ":"))
                write(member.value)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    mutating func write(_ value: JSON, indent: Int) {
        switch value {
        case .array(let values) where !values.isEmpty:
            list("[", "]", values, indent) { $0.write($1, indent: indent + 2) }
        case .object(let object) where !object.isEmpty:
            list("{", "}", object.members, indent) { writer, member in
                writer.string(member.key)
                writer.raw(": ")
                writer.write(member.value, indent: indent + 2)
            }
        default: write(value)
        }
    }

    private mutating func list<Element>(
        _ open: String,
        _ close: String,
        _ elements: [Element],
        _ indent: Int,
        _ element: (inout JSONWriter, Element) -> Void
    ) {
        raw(open)
        for (index, each) in elements.enumerated() {
            raw(index == 0 ? "\n" : ",\n")
            raw(String(repeating: " ", count: indent + 2))
            element(&self, each)
        }
        raw("\n" + String(repeating: " ", count: indent) + close)
    }
}
