#if canImport(Glibc)
    import Glibc
#endif

enum FileSystem {
    /// Whether a path leads to a file that this user may execute.
    static func isExecutable(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }

    static func isFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether two paths lead to the same file or folder.
    static func isSame(_ path: String, _ other: String) -> Bool {
        var (info, otherInfo) = (stat(), stat())
        return stat(path, &info) == 0 && stat(other, &otherInfo) == 0
            && info.st_dev == otherInfo.st_dev && info.st_ino == otherInfo.st_ino
    }

    /// Changes when a file is replaced or written; `nil` when it is not there.
    static func version(of path: String) -> FileVersion? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        return FileVersion(
            inode: UInt64(info.st_ino),
            size: Int64(info.st_size),
            modifiedSeconds: Int(info.st_mtim.tv_sec),
            modifiedNanoseconds: Int(info.st_mtim.tv_nsec)
        )
    }
}

/// Tells one content of a file from another.
struct FileVersion: Hashable, Sendable {
    var inode: UInt64
    var size: Int64
    var modifiedSeconds: Int
    var modifiedNanoseconds: Int
}
