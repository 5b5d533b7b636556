/// Cuts a stream of bytes into lines. A line longer than 256 KB, the size of a CloudWatch Logs event, is cut there.
struct LineSplitter {
    static let maximumLine = 256 * 1_024

    private var partial: [UInt8] = []

    /// The lines that `bytes` complete, without their line ends.
    mutating func append(_ bytes: UnsafeRawBufferPointer) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            take(rest[..<end], into: &lines)
            lines.append(partial)
            partial = []
            rest = rest[(end + 1)...]
        }
        take(rest, into: &lines)
        return lines
    }

    private mutating func take(_ bytes: Slice<UnsafeRawBufferPointer>, into lines: inout [[UInt8]]) {
        var bytes = bytes
        while partial.count + bytes.count > Self.maximumLine {
            let room = Self.maximumLine - partial.count
            partial.append(contentsOf: bytes.prefix(room))
            lines.append(partial)
            partial = []
            bytes = bytes.dropFirst(room)
        }
        partial.append(contentsOf: bytes)
    }

    /// What stands behind the last line end, if anything does.
    mutating func finish() -> [UInt8]? {
        defer { partial = [] }
        return partial.isEmpty ? nil : partial
    }
}
