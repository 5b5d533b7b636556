#if canImport(Glibc)
    import Glibc
#endif

/// The lines of a file, one after another.
final class TextLines {
    private static let chunk = 1 << 16

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var start = 0

    init?(path: String) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
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
            let more = read()
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
