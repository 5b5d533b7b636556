/// Reads the table of contents at the end of a zip archive, as `unzip` finds it: other bytes may stand before the archive,
/// such as the script that unpacks it, and behind it, and its numbers may have 64 bits.
struct ZipDirectoryReader {
    private static let endSize = 22
    private static let locatorSize = 20
    private static let largeEndSize = 56
    private static let entrySize = 46
    /// What stands for a number that only the 64-bit form has room for.
    private static let reserved = 0xFFFF_FFFF
    private static let reservedCount = 0xFFFF

    private let bytes: [UInt8]
    private var offset = 0
    /// How many bytes stand before the archive: its offsets are told without them.
    private var prefix = 0

    /// What the end of an archive tells of its table of contents.
    private struct Directory {
        var count: Int
        var size: Int
        var start: Int
        /// Where the table ends, and the records behind it begin.
        var end: Int
    }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func entries() throws(ZipArchive.Failure) -> [ZipArchive.Entry] {
        guard let end = endRecord else { throw .malformed }
        let directory = try directory(end)
        guard (0...directory.end).contains(directory.size) else { throw .malformed }
        offset = directory.end - directory.size
        guard (0...offset).contains(directory.start) else { throw .malformed }
        prefix = offset - directory.start
        var entries: [ZipArchive.Entry] = []
        while entries.count < directory.count { entries.append(try entry(before: directory.end)) }
        guard offset == directory.end else { throw .malformed }
        return entries
    }

    /// Where the record at the end begins: the last one whose comment reaches to the end of the bytes, or, where there is
    /// none, the last one that is whole.
    private var endRecord: Int? {
        guard bytes.count >= Self.endSize else { return nil }
        let last = bytes.count - Self.endSize
        let records = (max(0, last - 0xFFFF)...last).reversed().filter { isRecord($0, 5, 6) }
        func end(_ record: Int) -> Int { record + Self.endSize + bytes.number(record + 20, 2) }
        return records.first { end($0) == bytes.count } ?? records.first { end($0) <= bytes.count }
    }

    private func isRecord(_ offset: Int, _ kind: UInt8, _ part: UInt8) -> Bool {
        offset >= 0 && bytes[offset...].starts(with: [0x50, 0x4B, kind, part])
    }

    /// What the record at `end` tells, or the 64-bit one before it where that has not the room.
    private func directory(_ end: Int) throws(ZipArchive.Failure) -> Directory {
        let directory = Directory(
            count: bytes.number(end + 10, 2),
            size: bytes.number(end + 12, 4),
            start: bytes.number(end + 16, 4),
            end: end
        )
        let isLarge =
            directory.count == Self.reservedCount || directory.size == Self.reserved || directory.start == Self.reserved
        if isLarge, let large = try largeDirectory(before: end) { return large }
        let isWhole =
            bytes.number(end + 4, 2) == 0 && bytes.number(end + 6, 2) == 0
            && bytes.number(end + 8, 2) == directory.count
        guard isWhole else { throw .malformed }
        return directory
    }

    /// `nil` where the archive has none: 65,535 entries fit into the record that all archives have.
    private func largeDirectory(before end: Int) throws(ZipArchive.Failure) -> Directory? {
        let locator = end - Self.locatorSize
        guard isRecord(locator, 6, 7) else { return nil }
        let record = locator - Self.largeEndSize
        let isWhole =
            isRecord(record, 6, 6) && bytes.number(record + 4, 8) == Self.largeEndSize - 12
            && bytes.number(record + 16, 4) == 0 && bytes.number(record + 20, 4) == 0
            && bytes.number(record + 24, 8) == bytes.number(record + 32, 8)
        guard isWhole else { throw .malformed }
        return Directory(
            count: bytes.number(record + 32, 8),
            size: bytes.number(record + 40, 8),
            start: bytes.number(record + 48, 8),
            end: record
        )
    }

    private mutating func entry(before end: Int) throws(ZipArchive.Failure) -> ZipArchive.Entry {
        let at = offset
        guard end - at >= Self.entrySize, bytes[at...].starts(with: [0x50, 0x4B, 1, 2]) else { throw .malformed }
        let lengths = [28, 30, 32].map { bytes.number(at + $0, 2) }
        offset = at + Self.entrySize + lengths.reduce(0, +)
        guard offset <= end else { throw .malformed }
        let name = String(decoding: bytes[at + Self.entrySize..<at + Self.entrySize + lengths[0]], as: UTF8.self)
        let (flags, method) = (bytes.number(at + 8, 2), bytes.number(at + 10, 2))
        let extra = at + Self.entrySize + lengths[0]
        let numbers = try numbers(
            unpacked: bytes.number(at + 24, 4),
            packed: bytes.number(at + 20, 4),
            header: bytes.number(at + 42, 4),
            extra..<extra + lengths[1]
        )
        guard flags & 1 == 0, method == 0 || method == 8, numbers.header <= at - prefix else { throw .malformed }
        let attributes = bytes.number(at + 38, 4)
        let isUnix = bytes[at + 5] == 3 || bytes[at + 5] == 19
        let mode = isUnix ? attributes >> 16 : 0
        return ZipArchive.Entry(
            path: try Self.path(name),
            kind: try Self.kind(name, mode: mode),
            permissions: UInt16(mode & 0o777),
            size: numbers.unpacked,
            method: method,
            compressedSize: numbers.packed,
            checksum: UInt32(bytes.number(at + 16, 4)),
            headerOffset: numbers.header + prefix
        )
    }

    /// Those that there is no room for stand in the extra field 1, in this order.
    private func numbers(
        unpacked: Int,
        packed: Int,
        header: Int,
        _ extra: Range<Int>
    ) throws(ZipArchive.Failure) -> (unpacked: Int, packed: Int, header: Int) {
        var numbers = [unpacked, packed, header]
        guard numbers.contains(Self.reserved) else { return (unpacked, packed, header) }
        guard var field = largeField(extra) else { throw .malformed }
        for index in numbers.indices where numbers[index] == Self.reserved {
            guard field.count >= 8 else { throw .malformed }
            numbers[index] = bytes.number(field.lowerBound, 8)
            field = field.dropFirst(8)
            guard numbers[index] >= 0 else { throw .malformed }
        }
        return (numbers[0], numbers[1], numbers[2])
    }

    /// The bytes of the extra field 1.
    private func largeField(_ extra: Range<Int>) -> Range<Int>? {
        var at = extra.lowerBound
        while extra.upperBound - at >= 4 {
            let (kind, length) = (bytes.number(at, 2), bytes.number(at + 2, 2))
            guard extra.upperBound - at - 4 >= length else { return nil }
            if kind == 1 { return at + 4..<at + 4 + length }
            at += 4 + length
        }
        return nil
    }

    /// The segments of a name that stays below the folder.
    private static func path(_ name: String) throws(ZipArchive.Failure) -> [String] {
        let segments = name.split(separator: "/", omittingEmptySubsequences: true).map(String.init).filter { $0 != "." }
        let isSafe =
            !name.hasPrefix("/") && !name.contains("\\") && !name.contains("\0") && !segments.contains("..")
            && segments.allSatisfy { $0.utf8.count <= 255 }
        guard isSafe, !segments.isEmpty || name.hasSuffix("/") else { throw .unsafeName(name) }
        return segments
    }

    /// By the Unix file type, or the slash at the end of the name.
    private static func kind(_ name: String, mode: Int) throws(ZipArchive.Failure) -> ZipArchive.Entry.Kind {
        switch mode & 0o170000 {
        case 0o120000: return .symbolicLink
        case 0o040000: return .folder
        case 0, 0o100000: return name.hasSuffix("/") ? .folder : .file
        default: throw .malformed
        }
    }
}
