#if canImport(Glibc)
    import Glibc
#endif

/// A file that can be read from its beginning more than once: what comes through a pipe is kept in a temporary one, which
/// has no name and goes with this process. `-` is standard input. Ctrl-C ends what comes: the file is what had come.
final class RepeatableFile {
    /// How long Ctrl-C waits to be noticed where nothing comes, in milliseconds.
    private static let patience: Int32 = 100

    let path: String
    /// Whether Ctrl-C has come before the end.
    private(set) var isCut = false
    private let descriptor: Int32?

    init(_ named: String, _ interruption: Interruption, _ progress: SimulationProgress) throws(CommandError) {
        let source = named == "-" ? "/dev/stdin" : named
        var status = stat()
        let isPipe = stat(source, &status) == 0 && [S_IFIFO, S_IFCHR, S_IFSOCK].contains(status.st_mode & S_IFMT)
        guard isPipe else {
            (path, descriptor) = (source, nil)
            return
        }
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        let place = folder.isEmpty ? "/tmp" : folder
        func unkept() -> CommandError {
            let reason = String(cString: strerror(errno))
            return CommandError(
                "\(named) comes through a pipe, and cannot be kept in \(place): \(reason); TMPDIR may name another place"
            )
        }
        var name = Array((place + "/hearth-XXXXXX").utf8CString)
        let copy = mkstemp(&name)
        guard copy >= 0 else { throw unkept() }
        unlink(name)
        (path, descriptor) = ("/proc/self/fd/\(copy)", copy)
        let input = open(source, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard input >= 0 else { throw CommandError("\(named) cannot be read") }
        defer {
            close(input)
            progress.clear()
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var rows = 0
        while let count = Self.next(input, &buffer, interruption) {
            guard Self.write(buffer[..<count], to: copy) else { throw unkept() }
            rows = Self.count(buffer[..<count], rows, progress)
        }
        isCut = interruption.hasCome
    }

    /// How many bytes have come; `nil` at the end, and when Ctrl-C has come.
    private static func next(_ input: Int32, _ buffer: inout [UInt8], _ interruption: Interruption) -> Int? {
        while !interruption.hasCome {
            var wanted = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
            guard poll(&wanted, 1, patience) > 0 else { continue }
            let count = read(input, &buffer, buffer.count)
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            return count > 0 ? count : nil
        }
        return nil
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to output: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Of a terminal, one line for each hundred thousand rows.
    private static func count(_ bytes: ArraySlice<UInt8>, _ rows: Int, _ progress: SimulationProgress) -> Int {
        let sum = rows + bytes.count { $0 == 0x0A }
        if sum / 100_000 > rows / 100_000 { progress.show(rowsRead: sum) }
        return sum
    }

    deinit { if let descriptor { close(descriptor) } }
}
