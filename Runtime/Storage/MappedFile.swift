import GRDBSQLite

/// An open database, whose pages are read where one mapping of the file has them, for all connections.
///
/// SQLite's own mappings are one for each connection, and each of those is given up and made anew whenever another
/// connection has written.
struct MappedFile {
    let original: UnsafePointer<sqlite3_io_methods>
    let methods: UnsafeMutablePointer<sqlite3_io_methods>
    private let path: String
    /// From the first page on that is fetched: a connection that does not ask for it (`PRAGMA mmap_size`) needs none.
    private lazy var mapping = Mapping.shared(path)

    init(_ original: UnsafePointer<sqlite3_io_methods>, path: String) {
        self.original = original
        self.path = path
        methods = .allocate(capacity: 1)
        methods.initialize(to: original.pointee)
        methods.pointee.xFetch = { file, offset, count, page in
            page?.pointee = FileSystem.state(file, MappedFile.self)?.pointee.fetch(file, Int(offset), Int(count))
            return SQLITE_OK
        }
        // What is mapped stays so until all connections are closed.
        methods.pointee.xUnfetch = { _, _, _ in SQLITE_OK }
        methods.pointee.xClose = { file in
            guard let own = FileSystem.state(file, MappedFile.self) else { return SQLITE_IOERR }
            let closed = own.pointee.original.pointee.xClose(file)
            own.pointee.methods.deallocate()
            own.deinitialize(count: 1)
            return closed
        }
    }

    /// Where the mapping has these bytes of the file; `nil` if it has not, and SQLite is to read them.
    private mutating func fetch(
        _ file: UnsafeMutablePointer<sqlite3_file>?,
        _ offset: Int,
        _ count: Int
    ) -> UnsafeMutableRawPointer? {
        guard let mapping, offset + count <= Mapping.length else { return nil }
        if offset + count > mapping.size {
            var size: sqlite3_int64 = 0
            guard original.pointee.xFileSize(file, &size) == SQLITE_OK, offset + count <= size else { return nil }
            mapping.grow(to: Int(size))
        }
        return mapping.start + offset
    }
}
