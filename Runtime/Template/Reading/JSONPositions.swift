import JSON

/// Finds where members and elements stand in a text that is known to be JSON, and which members stand twice.
struct JSONPositions {
    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1
    private var lineStart = 0
    private(set) var positions: [JSONPath: SourcePosition] = [:]
    /// Of members that do not count, because they stand again further down.
    private(set) var warnings: [Diagnostic] = []

    static func find(in text: String) throws(Diagnostic) -> JSONPositions {
        var scanner = JSONPositions(bytes: Array(text.utf8))
        scanner.skipSpace()
        scanner.positions[.root] = scanner.here
        try scanner.value(at: .root)
        return scanner
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var here: SourcePosition { SourcePosition(line: line, column: offset - lineStart + 1) }
    private var byte: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    private mutating func value(at path: JSONPath) throws(Diagnostic) {
        switch byte {
        case UInt8(ascii: "{"): try object(at: path)
        case UInt8(ascii: "["): try array(at: path)
        case UInt8(ascii: "\""): _ = try string()
        default: while offset < bytes.count, !Self.ends.contains(byte) { offset += 1 }
        }
        skipSpace()
    }

    private static let ends = Set(",]} \n\r\t".utf8)

    private mutating func object(at path: JSONPath) throws(Diagnostic) {
        pass()
        var names: Set<String> = []
        while byte == UInt8(ascii: "\"") {
            let position = here
            let key = try string()
            let member = path / key
            if !names.insert(key).inserted {
                warnings.append(
                    Diagnostic(
                        .warning,
                        member,
                        "\(key) stands here again, further down: the last one counts",
                        position: positions[member]
                    )
                )
            }
            positions[member] = position
            skipSpace()
            pass()
            try value(at: member)
            if byte == UInt8(ascii: ",") { pass() }
        }
        pass()
    }

    private mutating func array(at path: JSONPath) throws(Diagnostic) {
        pass()
        var index = 0
        while offset < bytes.count, byte != UInt8(ascii: "]") {
            positions[path / index] = here
            try value(at: path / index)
            if byte == UInt8(ascii: ",") { pass() }
            index += 1
        }
        pass()
    }

    /// Passes a string and returns it unescaped.
    private mutating func string() throws(Diagnostic) -> String {
        let start = offset
        offset += 1
        while offset < bytes.count, byte != UInt8(ascii: "\"") { offset += byte == UInt8(ascii: "\\") ? 2 : 1 }
        offset = min(offset + 1, bytes.count)
        do {
            return try JSON(parsing: bytes[start..<offset]).stringValue ?? ""
        } catch {
            throw Diagnostic(.error, .root, "not JSON: \(error.reason)")
        }
    }

    private mutating func pass() {
        offset += 1
        skipSpace()
    }

    private mutating func skipSpace() {
        while offset < bytes.count, byte <= 0x20 {
            offset += 1
            if bytes[offset - 1] == 0x0A { (line, lineStart) = (line + 1, offset) }
        }
    }
}
