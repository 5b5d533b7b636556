import CZlib

/// A zip archive in memory: its table of contents, checked, and what its entries hold.
///
/// Strict: what is ambiguous, encrypted, split, of another method than `stored` and `deflated`, or larger than the archive
/// says is refused. Names are safe to unpack below a folder: none is absolute or leads out of it, and none stands twice.
/// (APPNOTE.TXT of PKWARE, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT)
package struct ZipArchive: Sendable {
    package enum Failure: Error, Sendable, Hashable {
        /// The bytes are no archive, or one that this does not read.
        case malformed
        /// A name leads out of the folder, or stands twice.
        case unsafeName(String)
        /// The entries hold more than they may.
        case tooLong
    }

    package struct Entry: Sendable, Hashable {
        package enum Kind: Sendable { case file, folder, symbolicLink }

        /// Segments of its path below the folder.
        package var path: [String]
        package var kind: Kind
        /// The permission bits; 0 where the archive says none.
        package var permissions: UInt16
        /// Unpacked, in bytes.
        package var size: Int
        var method: Int
        var compressedSize: Int
        var checksum: UInt32
        var headerOffset: Int
    }

    package let entries: [Entry]
    private let bytes: [UInt8]

    /// `limit` is how many bytes the entries may hold together.
    package init(_ bytes: [UInt8], limit: Int) throws(Failure) {
        self.bytes = bytes
        var reader = ZipDirectoryReader(bytes)
        entries = try reader.entries()
        var left = limit
        for entry in entries {
            guard entry.size <= left else { throw .tooLong }
            left -= entry.size
        }
        try Self.checkNames(entries)
    }

    /// No entry stands twice, and nothing stands below a file.
    private static func checkNames(_ entries: [Entry]) throws(Failure) {
        var files: Set<[String]> = []
        var folders: Set<[String]> = []
        for entry in entries {
            let isNew = entry.kind == .folder || files.insert(entry.path).inserted
            guard isNew else { throw .unsafeName(entry.path.joined(separator: "/")) }
            let depth = entry.kind == .folder ? entry.path.count : entry.path.count - 1
            for length in 0...depth { folders.insert(Array(entry.path.prefix(length))) }
        }
        if let clash = files.first(where: folders.contains) { throw .unsafeName(clash.joined(separator: "/")) }
    }

    /// What an entry holds. Throws where it is not what the table of contents says.
    package func contents(of entry: Entry) throws(Failure) -> [UInt8] {
        let header = bytes.dropFirst(entry.headerOffset).prefix(30)
        guard header.count == 30, header.starts(with: [0x50, 0x4B, 3, 4]) else { throw .malformed }
        let start =
            entry.headerOffset + 30 + bytes.number(entry.headerOffset + 26, 2)
            + bytes.number(entry.headerOffset + 28, 2)
        guard start <= bytes.count, entry.compressedSize <= bytes.count - start else { throw .malformed }
        let packed = bytes[start..<start + entry.compressedSize]
        let contents = entry.method == 0 ? Array(packed) : try Self.inflate(packed, size: entry.size)
        let checksum = contents.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
        guard contents.count == entry.size, UInt32(truncatingIfNeeded: checksum) == entry.checksum else {
            throw .malformed
        }
        return contents
    }

    private static func inflate(_ packed: ArraySlice<UInt8>, size: Int) throws(Failure) -> [UInt8] {
        guard let contents = Compression.inflateRaw(packed, size: size) else { throw .malformed }
        return contents
    }
}

extension [UInt8] {
    /// A little-endian number of `count` bytes; the bytes are there.
    func number(_ offset: Int, _ count: Int) -> Int {
        self[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
