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

    private let file: LoadFile
    private var block = [UInt8](repeating: 0, count: 1 << 18)
    private var position = 0
    private var end = 0
    private var number = 0
    /// How many bytes have been handed out, of the file's size.
    private(set) var consumed = 0

    init(_ file: LoadFile) { self.file = file }

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
        end = 0
        end = try file.fill(&block, from: consumed)
        return end > 0
    }
}
