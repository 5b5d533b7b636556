import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// A file that can be read from its beginning more than once: what comes through a pipe is kept in a temporary one, which
/// has no name and goes with this process. `-` is standard input.
final class RepeatableFile {
    let path: String
    private let descriptor: Int32?

    init(_ named: String) throws(CommandError) {
        let source = named == "-" ? "/dev/stdin" : named
        var status = stat()
        let isPipe = stat(source, &status) == 0 && [S_IFIFO, S_IFCHR, S_IFSOCK].contains(status.st_mode & S_IFMT)
        guard isPipe else {
            (path, descriptor) = (source, nil)
            return
        }
        var name = Array((FileManager.default.temporaryDirectory.path + "/hearth-XXXXXX").utf8CString)
        let copy = mkstemp(&name)
        guard copy >= 0 else {
            throw CommandError("\(named) comes through a pipe, for which there is no temporary file")
        }
        unlink(name)
        (path, descriptor) = ("/proc/self/fd/\(copy)", copy)
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw CommandError("\(named) cannot be read") }
        defer { close(input) }
        guard Self.copy(input, to: copy) else {
            throw CommandError("\(named) comes through a pipe, and the temporary file for it cannot be written")
        }
    }

    private static func copy(_ input: Int32, to output: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(input, &buffer, buffer.count)
            if count <= 0 { return count == 0 }
            var written = 0
            while written < count {
                let more = buffer.withUnsafeBytes { write(output, $0.baseAddress! + written, count - written) }
                guard more > 0 else { return false }
                written += more
            }
        }
    }

    deinit { if let descriptor { close(descriptor) } }
}
