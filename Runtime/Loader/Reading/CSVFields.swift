/// Comma-separated values as RFC 4180 has them: fields may be quoted, quotes in them are doubled, and a quoted field
/// may go on over several lines.
enum CSVFields {
    /// Whether a record that starts so goes on in the next line.
    static func isOpen(_ bytes: [UInt8]) -> Bool { bytes.count { $0 == quote } % 2 == 1 }

    /// Throws `RowRejection` for a quote that stands where none may.
    static func split(_ bytes: [UInt8]) throws(RowRejection) -> [String] {
        var fields: [String] = []
        var rest = bytes[...]
        while true {
            let (field, next) = rest.first == quote ? try quoted(rest) : try plain(rest)
            fields.append(field)
            guard let next else { return fields }
            rest = next
        }
    }

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")

    /// `nil` as the rest after the last field.
    private typealias Piece = (field: String, rest: ArraySlice<UInt8>?)

    private static func plain(_ bytes: ArraySlice<UInt8>) throws(RowRejection) -> Piece {
        let end = bytes.firstIndex(of: comma)
        let field = bytes[..<(end ?? bytes.endIndex)]
        guard !field.contains(quote) else { throw RowRejection("a quote inside an unquoted CSV field") }
        return (String(decoding: field, as: UTF8.self), end.map { bytes[($0 + 1)...] })
    }

    private static func quoted(_ bytes: ArraySlice<UInt8>) throws(RowRejection) -> Piece {
        var field: [UInt8] = []
        var rest = bytes.dropFirst()
        while let end = rest.firstIndex(of: quote) {
            field += rest[..<end]
            rest = rest[(end + 1)...]
            guard rest.first == quote else {
                guard rest.isEmpty || rest.first == comma else {
                    throw RowRejection("text after the closing quote of a CSV field")
                }
                return (String(decoding: field, as: UTF8.self), rest.isEmpty ? nil : rest.dropFirst())
            }
            field.append(quote)
            rest = rest.dropFirst()
        }
        throw RowRejection("a CSV field whose quote is never closed")
    }
}

/// Why a row is not taken.
struct RowRejection: Error, Hashable {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}
