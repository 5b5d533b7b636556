import Compression

/// One entry as it stands in the file, twice: before its content, and in the directory at the end.
struct ZipRecord {
    /// 1 January 1980, the first day that the format knows.
    private static let (time, date): (UInt16, UInt16) = (0, 0x21)
    /// That names are UTF-8.
    private static let flags: UInt16 = 0x0800
    /// What a reader must understand: 2.0.
    private static let neededVersion: UInt16 = 20
    /// A regular file of Unix's, by which the mode below is understood.
    private static let writerVersion: UInt16 = 3 << 8 | 20

    private let path: [UInt8]
    private let mode: UInt32
    private let method: UInt16
    private let checksum: UInt32
    private let content: [UInt8]
    private let size: UInt32

    init(_ entry: ZipFile.Entry, content: [UInt8], isCompressed: Bool) {
        path = Array(entry.path.utf8)
        mode = entry.isExecutable ? 0o100755 : 0o100644
        method = isCompressed ? 8 : 0
        checksum = RawDeflate.crc32(entry.bytes)
        size = UInt32(truncatingIfNeeded: entry.bytes.count)
        self.content = content
    }

    private func writeCommon(to file: inout ZipBytes) {
        file.add(Self.neededVersion, Self.flags, method, Self.time, Self.date)
        file.add(checksum, UInt32(truncatingIfNeeded: content.count), size)
        file.add(UInt16(truncatingIfNeeded: path.count), UInt16(0))
    }

    func writeLocal(to file: inout ZipBytes) {
        file.add(UInt32(0x0403_4B50))
        writeCommon(to: &file)
        file.bytes += path
        file.bytes += content
    }

    func writeCentral(to file: inout ZipBytes, offset: Int) {
        file.add(UInt32(0x0201_4B50))
        file.add(Self.writerVersion)
        writeCommon(to: &file)
        // No comment, first disk, nothing known of the content.
        file.add(UInt16(0), UInt16(0), UInt16(0))
        file.add(mode << 16, UInt32(truncatingIfNeeded: offset))
        file.bytes += path
    }
}

/// Numbers in the format's byte order, lowest first.
struct ZipBytes {
    var bytes: [UInt8] = []

    mutating func add<Number: FixedWidthInteger>(_ numbers: Number...) {
        for number in numbers { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
    }
}
