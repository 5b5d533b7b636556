#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What tells one version of a file from another.
struct FileVersion: Codable, Hashable {
    var size: Int
    /// Seconds since 1970.
    var modified: Int
}

/// The lines of a file, one after the other, with memory for one block and one line.
///
/// A line ends at a line feed; a carriage return before it is dropped. A line of more than `longestLine` bytes comes
/// cut, with `isTooLong` set.
final class FileLines {
    static let longestLine = 16 << 20

    struct Line {
        /// Counted from 1.
        var number: Int
        var bytes: [UInt8]
        var isTooLong = false
    }

    private let descriptor: Int32
    private let path: String
    private var block = [UInt8](repeating: 0, count: 1 << 18)
    private var position = 0
    private var end = 0
    private var number = 0
    /// How many bytes have been handed out, of the file's size.
    private(set) var consumed = 0
    /// What the file was when it was opened.
    let version: FileVersion

    /// Throws `LoadError.unreadable`.
    init(path: String) throws(LoadError) {
        descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw .unreadable(path, errno) }
        self.path = path
        var status = stat()
        fstat(descriptor, &status)
        version = FileVersion(size: Int(status.st_size), modified: Int(status.st_mtim.tv_sec))
    }

    deinit { close(descriptor) }

    /// `nil` at the end of the file. Throws `LoadError.unreadable`.
    func next() throws(LoadError) -> Line? {
        var line = Line(number: number + 1, bytes: [])
        var isStarted = false
        while true {
            if position == end, try !fill() { break }
            isStarted = true
            let rest = block[position..<end]
            let feed = rest.firstIndex(of: UInt8(ascii: "\n"))
            take(rest[..<(feed ?? end)], into: &line)
            position = feed.map { $0 + 1 } ?? end
            if feed != nil { break }
        }
        guard isStarted else { return nil }
        if line.bytes.last == UInt8(ascii: "\r") { line.bytes.removeLast() }
        number += 1
        return line
    }

    private func take(_ piece: ArraySlice<UInt8>, into line: inout Line) {
        let room = Self.longestLine - line.bytes.count
        line.isTooLong = line.isTooLong || piece.count > room
        line.bytes += piece.prefix(max(0, room))
    }

    private func fill() throws(LoadError) -> Bool {
        consumed += end
        position = 0
        end = block.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard end >= 0 else {
            end = 0
            throw .unreadable(path, errno)
        }
        return end > 0
    }
}
