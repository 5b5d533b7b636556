#if canImport(Glibc)
    import Glibc
#endif

/// The lines of a file, one after another.
final class TextLines {
    private static let chunk = 1 << 16

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtStart = true

    init?(path: String) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, !Self.isDirectory(path) else { return nil }
    }

    /// Says what stands in the way.
    static func read(_ path: String) throws(CommandError) -> TextLines {
        if let lines = TextLines(path: path) { return lines }
        throw CommandError(isDirectory(path) ? "\(path) is a directory, not a file" : "\(path) cannot be read")
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Without its line break; `nil` at the end.
    func next() -> ArraySlice<UInt8>? {
        while true {
            if let end = buffer[start...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return buffer[start..<end]
            }
            buffer.removeFirst(start)
            start = 0
            var more = read()
            // The byte order mark with which some programs begin a file.
            if isAtStart, more.starts(with: [0xEF, 0xBB, 0xBF]) { more.removeFirst(3) }
            isAtStart = false
            if more.isEmpty {
                guard !buffer.isEmpty else { return nil }
                defer { buffer = [] }
                return buffer[...]
            }
            buffer += more
        }
    }

    private func read() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.chunk) { bytes, count in
            count = max(0, Glibc.read(descriptor, bytes.baseAddress, Self.chunk))
        }
    }
}
