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
}

/// The header block of a response, as it came: looked up, not taken apart.
package struct CurlHeaders: Sendable {
    var bytes: [UInt8]

    /// The first value of the field `name`, which is to be given in lower case.
    package subscript(name: StaticString) -> String? {
        bytes.withUnsafeBytes { block in
            guard var line = block.baseAddress else { return nil }
            let end = line + block.count
            while line < end {
                let next = memchr(line, 0x0A, end - line).map { UnsafeRawPointer($0) } ?? end
                if Self.isField(name, line, next - line) {
                    let start = line + name.utf8CodeUnitCount + 1
                    return Self.text(UnsafeRawBufferPointer(start: start, count: next - start))
                }
                line = next + 1
            }
            return nil
        }
    }

    /// Whether a line of `count` bytes holds the field `name`: the colon tells nearly always.
    private static func isField(_ name: StaticString, _ line: UnsafeRawPointer, _ count: Int) -> Bool {
        let length = name.utf8CodeUnitCount
        guard count > length, line.load(fromByteOffset: length, as: UInt8.self) == UInt8(ascii: ":") else {
            return false
        }
        for index in 0..<length where lower(line.load(fromByteOffset: index, as: UInt8.self)) != name.utf8Start[index] {
            return false
        }
        return true
    }

    /// A value without the blanks around it.
    private static func text(_ value: UnsafeRawBufferPointer) -> String {
        var start = 0
        var end = value.count
        while start < end, isBlank(value[start]) { start += 1 }
        while end > start, isBlank(value[end - 1]) { end -= 1 }
        return String(decoding: UnsafeRawBufferPointer(rebasing: value[start..<end]), as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
