#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file of rows, open, to be read as often as needed. What can be read once only (a pipe, a terminal, standard input)
/// is copied into a file without a name first.
final class LoadFile {
    /// As the user named it: a path, or `-` for standard input.
    let path: String
    private let descriptor: Int32
    /// Whether another load of the same name may get other rows.
    let isCopy: Bool
    let version: FileVersion

    /// Throws `LoadError.unreadable`.
    init(path: String) throws(LoadError) {
        let source = path == "-" ? dup(0) : open(path, O_RDONLY)
        guard source >= 0 else { throw .unreadable(path, errno) }
        var status = stat()
        fstat(source, &status)
        isCopy = path == "-" || (status.st_mode & S_IFMT) != S_IFREG
        self.path = path
        if isCopy {
            defer { close(source) }
            descriptor = try Self.copy(of: source, path)
            fstat(descriptor, &status)
        } else {
            descriptor = source
        }
        version = FileVersion(size: Int(status.st_size), modified: Int(status.st_mtim.tv_sec))
    }

    deinit { close(descriptor) }

    /// Puts what stands from that byte on at the start of the block and says how much it is; 0 at the end. Throws
    /// `LoadError.unreadable`.
    func fill(_ block: inout [UInt8], from offset: Int) throws(LoadError) -> Int {
        let count = pread(descriptor, &block, block.count, off_t(offset))
        guard count >= 0 else { throw .unreadable(path, errno) }
        return count
    }

    private static func copy(of source: Int32, _ path: String) throws(LoadError) -> Int32 {
        guard let file = tmpfile() else { throw .unreadable(path, errno) }
        defer { fclose(file) }
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(source, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0, fwrite(block, 1, count, file) == count else { throw .unreadable(path, errno) }
            if count == 0 { break }
        }
        guard fflush(file) == 0 else { throw .unreadable(path, errno) }
        let copy = dup(fileno(file))
        guard copy >= 0 else { throw .unreadable(path, errno) }
        return copy
    }
}

/// What tells one version of a file from another.
struct FileVersion: Codable, Hashable {
    var size: Int
    /// Seconds since 1970.
    var modified: Int
}
