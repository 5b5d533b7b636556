import GRDBSQLite

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// SQLite's way to the file system, but for two things: a write-ahead log gathers what a transaction appends to it
/// (`GatheredLog`), and all connections see a database through one mapping of its file (`MappedFile`).
/// https://sqlite.org/vfs.html
enum FileSystem {
    /// `unix-excl`: the connections of this process tell each other in memory what they lock, in place of four system calls
    /// for each transaction. `FileLock` keeps other processes out anyway. https://sqlite.org/vfs.html#standard_unix_vfses
    nonisolated(unsafe) private static let base = sqlite3_vfs_find("unix-excl")

    private static let isRegistered: Bool = {
        guard let base else { return false }
        let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        own.initialize(to: base.pointee)
        own.pointee.pNext = nil
        own.pointee.zName = UnsafePointer(strdup("hearth"))
        own.pointee.szOsFile += Int32(max(MemoryLayout<GatheredLog>.size, MemoryLayout<MappedFile>.size))
        own.pointee.xOpen = { _, name, file, flags, flagsOut in
            FileSystem.open(name, file, flags, flagsOut)
        }
        return sqlite3_vfs_register(own, 1) == SQLITE_OK
    }()

    /// Lets all connections that are opened from now on go this way.
    static func register() { _ = isRegistered }

    private static func open(
        _ name: UnsafePointer<CChar>?,
        _ file: UnsafeMutablePointer<sqlite3_file>?,
        _ flags: Int32,
        _ flagsOut: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let base, let file else { return SQLITE_CANTOPEN }
        let code = base.pointee.xOpen(base, name, file, flags, flagsOut)
        guard code == SQLITE_OK, let methods = file.pointee.pMethods else { return code }
        if flags & SQLITE_OPEN_WAL != 0, let log = state(file, GatheredLog.self) {
            log.initialize(to: GatheredLog(methods))
            file.pointee.pMethods = UnsafePointer(log.pointee.methods)
        } else if flags & SQLITE_OPEN_MAIN_DB != 0, let name, let mapped = state(file, MappedFile.self) {
            mapped.initialize(to: MappedFile(methods, path: String(cString: name)))
            file.pointee.pMethods = UnsafePointer(mapped.pointee.methods)
        }
        return code
    }

    /// What stands in memory behind the file that `unix-excl` has opened.
    static func state<State>(
        _ file: UnsafeMutablePointer<sqlite3_file>?,
        _ type: State.Type
    ) -> UnsafeMutablePointer<State>? {
        guard let base, let file else { return nil }
        return (UnsafeMutableRawPointer(file) + Int(base.pointee.szOsFile)).assumingMemoryBound(to: State.self)
    }
}
