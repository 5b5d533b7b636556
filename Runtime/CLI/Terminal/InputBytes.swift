#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a file or a pipe holds, read to its end as it is.
enum InputBytes {
    static func standardInput() throws(CommandError) -> [UInt8] { try all(of: 0, "standard input") }

    /// `nil` where there is no such file.
    static func file(_ path: String) throws(CommandError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY)
        if descriptor < 0, [ENOENT, ENOTDIR, ENAMETOOLONG].contains(errno) { return nil }
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        return try all(of: descriptor, path)
    }

    private static func all(of descriptor: Int32, _ name: String) throws(CommandError) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(name) }
            if count == 0 { return bytes }
            bytes += block[..<count]
        }
    }

    private static func unreadable(_ name: String) -> CommandError {
        CommandError("\(name) cannot be read: \(String(cString: strerror(errno)))")
    }
}
