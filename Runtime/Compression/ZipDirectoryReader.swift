/// Reads the table of contents at the end of a zip archive.
struct ZipDirectoryReader {
    private static let endSize = 22
    private static let entrySize = 46
    /// What stands for a number that only the 64-bit form has room for: an archive that large is refused.
    private static let reserved = 0xFFFF_FFFF

    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func entries() throws(ZipArchive.Failure) -> [ZipArchive.Entry] {
        guard let end = endRecord else { throw .malformed }
        let (count, size, start) = (
            bytes.number(end + 10, 2), bytes.number(end + 12, 4), bytes.number(end + 16, 4)
        )
        let isWhole =
            bytes.number(end + 4, 2) == 0 && bytes.number(end + 6, 2) == 0
            && bytes.number(end + 8, 2) == count
        guard isWhole, size <= end, start == end - size else { throw .malformed }
        offset = start
        var entries: [ZipArchive.Entry] = []
        for _ in 0..<count { entries.append(try entry(before: end)) }
        guard offset == end else { throw .malformed }
        return entries
    }

    /// Where the record at the end begins: the last one whose comment reaches to the end of the bytes.
    private var endRecord: Int? {
        guard bytes.count >= Self.endSize else { return nil }
        let last = bytes.count - Self.endSize
        return (max(0, last - 0xFFFF)...last).reversed().first { offset in
            bytes[offset...].starts(with: [0x50, 0x4B, 5, 6])
                && offset + Self.endSize + bytes.number(offset + 20, 2) == bytes.count
        }
    }

    private mutating func entry(before end: Int) throws(ZipArchive.Failure) -> ZipArchive.Entry {
        let at = offset
        guard end - at >= Self.entrySize, bytes[at...].starts(with: [0x50, 0x4B, 1, 2]) else { throw .malformed }
        let lengths = [28, 30, 32].map { bytes.number(at + $0, 2) }
        offset = at + Self.entrySize + lengths.reduce(0, +)
        guard offset <= end else { throw .malformed }
        let name = String(decoding: bytes[at + Self.entrySize..<at + Self.entrySize + lengths[0]], as: UTF8.self)
        let (flags, method) = (bytes.number(at + 8, 2), bytes.number(at + 10, 2))
        let sizes = [20, 24, 42].map { bytes.number(at + $0, 4) }
        guard flags & 1 == 0, method == 0 || method == 8, !sizes.contains(Self.reserved) else { throw .malformed }
        let attributes = bytes.number(at + 38, 4)
        let isUnix = bytes[at + 5] == 3 || bytes[at + 5] == 19
        let mode = isUnix ? attributes >> 16 : 0
        return ZipArchive.Entry(
            path: try Self.path(name),
            kind: try Self.kind(name, mode: mode),
            permissions: UInt16(mode & 0o777),
            size: sizes[1],
            method: method,
            compressedSize: sizes[0],
            checksum: UInt32(bytes.number(at + 16, 4)),
            headerOffset: sizes[2]
        )
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
