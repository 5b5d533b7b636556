/// Takes commands out of the bytes that a client sends, however they are cut.
struct RequestParser {
    /// What the client sent is no command: it is told so and cut off.
    struct Failure: Error {
        /// In Redis's words.
        var text: String
    }

    private static let maximumLine = 65_536
    private static let maximumString = 512 << 20

    private var buffer: Bytes = []
    private var position = 0
    private var searched = 0
    private var words: [Bytes] = []
    private var missingWords = 0
    private var stringLength: Int?

    mutating func append(_ bytes: some Sequence<UInt8>) {
        if position > max(65_536, buffer.count / 2) || position == buffer.count {
            buffer.removeFirst(position)
            (position, searched) = (0, max(0, searched - position))
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next command; `nil` until all of it has come. It may be empty, which is to be passed over.
    mutating func next() throws(Failure) -> [Bytes]? {
        while true {
            if let length = stringLength {
                guard buffer.count - position >= length + 2 else { return nil }
                words.append(Bytes(buffer[position..<position + length]))
                advance(length + 2)
                stringLength = nil
                missingWords -= 1
                if missingWords == 0 { return take() }
            } else if missingWords > 0 {
                guard let line = try line(or: "too big bulk count string") else { return nil }
                stringLength = try length(line)
            } else if position < buffer.count, buffer[position] == UInt8(ascii: "*") {
                guard let line = try line(or: "too big mbulk count string") else { return nil }
                guard let count = Bytes(line.dropFirst()).integer, count <= Int(Int32.max) else {
                    throw Failure(text: "invalid multibulk length")
                }
                if count <= 0 { return [] }
                missingWords = count
            } else {
                guard let line = try line(or: "too big inline request") else { return nil }
                guard let words = InlineCommand.words(line) else {
                    throw Failure(text: "unbalanced quotes in request")
                }
                return words
            }
        }
    }

    private mutating func take() -> [Bytes] {
        defer { words = [] }
        return words
    }

    private func length(_ line: ArraySlice<UInt8>) throws(Failure) -> Int {
        guard line.first == UInt8(ascii: "$") else {
            let found = line.first.map { String(decoding: [$0], as: UTF8.self) } ?? ""
            throw Failure(text: "expected '$', got '\(found)'")
        }
        guard let length = Bytes(line.dropFirst()).integer, (0...Self.maximumString).contains(length) else {
            throw Failure(text: "invalid bulk length")
        }
        return length
    }

    private mutating func line(or tooLong: String) throws(Failure) -> ArraySlice<UInt8>? {
        searched = max(searched, position)
        guard let end = buffer[searched...].firstIndex(of: 0x0A) else {
            searched = buffer.count
            if buffer.count - position > Self.maximumLine { throw Failure(text: tooLong) }
            return nil
        }
        let line = buffer[position..<end]
        advance(end + 1 - position)
        return line.last == 0x0D ? line.dropLast() : line
    }

    private mutating func advance(_ count: Int) {
        position += count
        searched = position
    }
}

/// A command as people type it, over a plain connection.
enum InlineCommand {
    /// The words of a line, in which quotes keep blanks together; `nil` when a quote is not closed.
    static func words(_ line: ArraySlice<UInt8>) -> [Bytes]? {
        var words: [Bytes] = []
        var rest = line.drop(while: isBlank)
        while !rest.isEmpty {
            guard let word = word(&rest) else { return nil }
            words.append(word)
            rest = rest.drop(while: isBlank)
        }
        return words
    }

    private static func word(_ rest: inout ArraySlice<UInt8>) -> Bytes? {
        var word: Bytes = []
        var quote: UInt8?
        while let byte = rest.popFirst() {
            switch (byte, quote) {
            case (UInt8(ascii: "\\"), UInt8(ascii: "\"")): word.append(escaped(&rest))
            case (UInt8(ascii: "\\"), UInt8(ascii: "'")) where rest.first == quote: word.append(rest.removeFirst())
            case (let byte, let open?) where byte == open:
                return rest.first.map(isBlank) ?? true ? word : nil
            case (UInt8(ascii: "\""), nil), (UInt8(ascii: "'"), nil): quote = byte
            case (let byte, nil) where isBlank(byte): return word
            default: word.append(byte)
            }
        }
        return quote == nil ? word : nil
    }

    private static func escaped(_ rest: inout ArraySlice<UInt8>) -> UInt8 {
        let byte = rest.popFirst() ?? UInt8(ascii: "\\")
        switch byte {
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "a"): return 0x07
        case UInt8(ascii: "x"):
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
                return byte
            }
            rest = rest.dropFirst(2)
            return value
        default: return byte
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
