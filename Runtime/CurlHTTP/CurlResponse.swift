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
            let name = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
            var start = 0
            while start < block.count {
                let end = block[start...].firstIndex(of: UInt8(ascii: "\n")) ?? block.count
                if let value = Self.value(of: name, in: UnsafeRawBufferPointer(rebasing: block[start..<end])) {
                    return String(decoding: value, as: UTF8.self)
                }
                start = end + 1
            }
            return nil
        }
    }

    private static func value(
        of name: UnsafeRawBufferPointer,
        in line: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer? {
        guard line.count > name.count, line[name.count] == UInt8(ascii: ":") else { return nil }
        for index in name.indices where lower(line[index]) != name[index] { return nil }
        var value = line[(name.count + 1)...]
        while let first = value.first, first == 0x20 || first == 0x09 { value = value.dropFirst() }
        while let last = value.last, last == 0x20 || last == 0x09 || last == 0x0D { value = value.dropLast() }
        return UnsafeRawBufferPointer(rebasing: value)
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
