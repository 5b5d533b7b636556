/// How a file's rows are written, told from its first line.
package enum RecordFormat: Hashable, Sendable {
    /// One JSON object a line.
    case jsonLines
    /// The first line names the columns.
    case csv
    /// Type, key, revision, time and JSON, separated by tabulators: https://openlibrary.org/developers/dumps
    case openLibrary

    init(firstLine: [UInt8], path: String) throws(LoadError) {
        let line = firstLine.starts(with: Self.byteOrderMark) ? Array(firstLine.dropFirst(3)) : firstLine
        if line.starts(with: [0x1F, 0x8B]) { throw .unknownFormat(path, "is compressed: unpack it with gunzip") }
        if line.first == UInt8(ascii: "{") {
            self = .jsonLines
        } else if line.starts(with: "/type/".utf8) {
            self = .openLibrary
        } else if line.contains(UInt8(ascii: ",")) {
            self = .csv
        } else {
            throw .unknownFormat(path, "is neither JSON Lines nor CSV with a header nor an Open Library dump")
        }
    }

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
