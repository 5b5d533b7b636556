import GRDBSQLite

/// An open write-ahead log. What a transaction appends to it goes out in one piece: SQLite writes head and page of every
/// frame by themselves, and for a commit of thirty pages most of the time goes into those sixty system calls.
///
/// Nobody can miss what is held back: it goes out with the frame that commits, before SQLite tells other connections of
/// it, and before anything else is done with the log. A write that fails fails the commit.
/// https://sqlite.org/fileformat2.html#walformat
struct GatheredLog {
    /// Of a frame's head, which has at 4 the size of the database if the frame commits, and 0 if not.
    private static let headBytes = 24
    /// `unix-excl` takes no more at once.
    private static let capacity = 0x1FFFF

    let original: UnsafePointer<sqlite3_io_methods>
    let methods: UnsafeMutablePointer<sqlite3_io_methods>
    /// `nil` until something is written: readers do not.
    private var bytes: UnsafeMutableRawPointer?
    private var count = 0
    private var offset: Int64 = 0
    /// Whether the page that comes next is a transaction's last.
    private var commits = false
    /// Behind all that was appended since the log was begun anew.
    private var end: Int64 = 0

    init(_ original: UnsafePointer<sqlite3_io_methods>) {
        self.original = original
        methods = .allocate(capacity: 1)
        methods.initialize(to: original.pointee)
        methods.pointee.xWrite = { file, data, count, offset in
            guard let log = GatheredLog.log(file), let data else { return SQLITE_IOERR }
            return log.pointee.write(file, data, Int(count), at: offset)
        }
        methods.pointee.xRead = { file, data, count, offset in
            GatheredLog.afterWriting(file) { $0.xRead(file, data, count, offset) }
        }
        methods.pointee.xTruncate = { file, size in GatheredLog.afterWriting(file) { $0.xTruncate(file, size) } }
        methods.pointee.xSync = { file, flags in GatheredLog.afterWriting(file) { $0.xSync(file, flags) } }
        methods.pointee.xFileSize = { file, size in GatheredLog.afterWriting(file) { $0.xFileSize(file, size) } }
        methods.pointee.xClose = { file in
            guard let log = GatheredLog.log(file) else { return SQLITE_IOERR }
            let written = log.pointee.writeOut(file)
            let closed = log.pointee.original.pointee.xClose(file)
            log.pointee.free()
            return written == SQLITE_OK ? closed : written
        }
    }

    private static func log(_ file: UnsafeMutablePointer<sqlite3_file>?) -> UnsafeMutablePointer<GatheredLog>? {
        FileSystem.state(file, GatheredLog.self)
    }

    private static func afterWriting(
        _ file: UnsafeMutablePointer<sqlite3_file>?,
        _ next: (sqlite3_io_methods) -> Int32
    ) -> Int32 {
        guard let log = GatheredLog.log(file) else { return SQLITE_IOERR }
        let code = log.pointee.writeOut(file)
        return code == SQLITE_OK ? next(log.pointee.original.pointee) : code
    }

    private mutating func write(
        _ file: UnsafeMutablePointer<sqlite3_file>?,
        _ data: UnsafeRawPointer,
        _ size: Int,
        at position: Int64
    ) -> Int32 {
        if position == 0 { end = 0 }
        let isHead = size == Self.headBytes
        // Of a frame that has been written in part when there was no space, the head is rewritten and the page is not.
        if isHead { commits = data.loadUnaligned(fromByteOffset: 4, as: UInt32.self) != 0 }
        let isRewritten = position < end
        if isRewritten || position != offset + Int64(count) || count + size > Self.capacity {
            let code = writeOut(file)
            guard code == SQLITE_OK else { return code }
        }
        // SQLite changes frames of a transaction that is longer than its cache.
        if isRewritten { return original.pointee.xWrite(file, data, Int32(size), position) }
        end = position + Int64(size)
        let bytes = bytes ?? .allocate(byteCount: Self.capacity, alignment: 16)
        self.bytes = bytes
        if count == 0 { offset = position }
        (bytes + count).copyMemory(from: data, byteCount: size)
        count += size
        if isHead { return SQLITE_OK }
        defer { commits = false }
        return commits ? writeOut(file) : SQLITE_OK
    }

    /// What could not be written is forgotten: its transaction fails.
    private mutating func writeOut(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
        guard count > 0, let bytes else { return SQLITE_OK }
        let size = Int32(count)
        count = 0
        return original.pointee.xWrite(file, bytes, size, offset)
    }

    private func free() {
        bytes?.deallocate()
        methods.deallocate()
    }
}
