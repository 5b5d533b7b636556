import Compression

/// A zip file, made whole in memory. The same entries make the same bytes: they are ordered by their paths, and carry
/// no times. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
package struct ZipFile: Sendable {
    package struct Entry: Sendable {
        /// Relative, with slashes.
        package var path: String
        package var bytes: [UInt8]
        package var isExecutable: Bool

        package init(path: String, bytes: [UInt8], isExecutable: Bool = false) {
            self.path = path
            self.bytes = bytes
            self.isExecutable = isExecutable
        }
    }

    /// Entries whose paths are taken already are left out.
    package private(set) var entries: [Entry] = []

    package init(_ entries: [Entry]) {
        var paths: Set<String> = []
        self.entries = entries.filter { paths.insert($0.path).inserted }
            .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// What the entries hold in all, which is what Lambda limits to 250 MB.
    package var unzippedSize: Int { entries.reduce(0) { $0 + $1.bytes.count } }

    /// The file. Throws for what does not fit into the format: more than 65,535 entries, or more than 4 GB.
    package func data() throws(Compression.Failure) -> [UInt8] {
        guard entries.count <= UInt16.max, unzippedSize < UInt32.max else { throw .tooLong }
        var file = ZipBytes()
        var directory = ZipBytes()
        for entry in entries {
            let compressed = try RawDeflate.compress(entry.bytes)
            let isSmaller = compressed.count < entry.bytes.count
            let record = ZipRecord(entry, content: isSmaller ? compressed : entry.bytes, isCompressed: isSmaller)
            record.writeCentral(to: &directory, offset: file.bytes.count)
            record.writeLocal(to: &file)
        }
        guard file.bytes.count < UInt32.max else { throw .tooLong }
        let start = file.bytes.count
        file.bytes += directory.bytes
        file.add(UInt32(0x0605_4B50))
        file.add(UInt16(0), UInt16(0), UInt16(entries.count), UInt16(entries.count))
        file.add(UInt32(directory.bytes.count), UInt32(start))
        file.add(UInt16(0))
        return file.bytes
    }
}
