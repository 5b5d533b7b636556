#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a server answered.
package struct CurlResponse: Sendable {
    package var status: Int
    package var headers: CurlHeaders
    package var body: [UInt8]

    package init(status: Int, headers: CurlHeaders, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// The header block of a response, as it came: looked up, not taken apart.
package struct CurlHeaders: Sendable {
    private var bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Of a status line and field lines.
    package init(_ block: UnsafeRawBufferPointer) { bytes = Array(block) }

    /// The first value of the field `name`, which is to be given in lower case.
    package subscript(name: StaticString) -> String? {
        bytes.withUnsafeBytes { block in
            guard let base = block.baseAddress else { return nil }
            var line = 0
            while line < block.count {
                let next =
                    memchr(base + line, 0x0A, block.count - line).map { UnsafeRawPointer($0) - base } ?? block.count
                let colon = line + name.utf8CodeUnitCount
                // The colon tells nearly always.
                if colon < next, block[colon] == UInt8(ascii: ":"), Self.same(block[line..<colon], name) {
                    let value = Self.trim(block[(colon + 1)..<next])
                    return String(decoding: UnsafeRawBufferPointer(rebasing: value), as: UTF8.self)
                }
                line = next + 1
            }
            return nil
        }
    }

    /// All fields in the order in which they came, with their names as the server wrote them.
    package var fields: [(name: String, value: String)] {
        bytes.split(separator: 0x0A).compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let name = String(decoding: line[..<colon], as: UTF8.self)
            let value = line[(colon + 1)...].withUnsafeBytes { bytes in
                String(decoding: UnsafeRawBufferPointer(rebasing: Self.trim(bytes[...])), as: UTF8.self)
            }
            return (name, value)
        }
    }

    /// Whether a text is `other`, which is in lower case, whatever its own case.
    package static func same(_ text: Slice<UnsafeRawBufferPointer>, _ other: StaticString) -> Bool {
        guard text.count == other.utf8CodeUnitCount else { return false }
        for (index, byte) in text.enumerated() where lower(byte) != other.utf8Start[index] { return false }
        return true
    }

    /// A value without the blanks around it.
    package static func trim(_ value: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        var value = value
        while let first = value.first, isBlank(first) { value.removeFirst() }
        while let last = value.last, isBlank(last) { value.removeLast() }
        return value
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
