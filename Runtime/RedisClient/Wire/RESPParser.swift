/// Takes the values of RESP2 out of bytes that come in pieces.
/// https://redis.io/docs/latest/develop/reference/protocol-spec/
///
/// Every byte is looked at once, wherever the pieces were cut. After an error the parser has lost its place: the
/// connection is of no more use.
struct RESPParser {
    private static let maximumLine = 65_536
    /// Redis's own `proto-max-bulk-len`.
    private static let maximumString = 512 << 20
    private static let maximumDepth = 32

    private struct Array {
        var missing: Int
        var elements: [RedisValue] = []
    }

    private var buffer: [UInt8] = []
    private var position = 0
    /// How far the line at `position` has been searched for its end.
    private var searched = 0
    /// The length of the string whose header has been read.
    private var stringLength: Int?
    /// Arrays whose elements are still coming, the innermost last.
    private var open: [Array] = []

    /// Whether nothing has come that is not part of a value already taken.
    var isEmpty: Bool { position == buffer.count && stringLength == nil && open.isEmpty }

    mutating func append(_ bytes: some Sequence<UInt8>) {
        if position == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            (position, searched) = (0, 0)
        } else if position > maximumWaste {
            buffer.removeFirst(position)
            (position, searched) = (0, max(0, searched - position))
        }
        buffer.append(contentsOf: bytes)
    }

    private var maximumWaste: Int { max(65_536, buffer.count / 2) }

    /// The next value; `nil` until all of it has come.
    mutating func next() throws(RedisError) -> RedisValue? {
        while let value = try element() {
            if let whole = close(value) { return whole }
        }
        return nil
    }

    /// Puts a value into the array it belongs to; gives back what is complete with it and belongs to none.
    private mutating func close(_ value: RedisValue) -> RedisValue? {
        var value = value
        while let last = open.indices.last {
            open[last].elements.append(value)
            open[last].missing -= 1
            guard open[last].missing == 0 else { return nil }
            value = .array(open.removeLast().elements)
        }
        return value
    }

    /// The next value that is no array with elements; arrays are opened on the way.
    private mutating func element() throws(RedisError) -> RedisValue? {
        while true {
            if let length = stringLength { return try string(length) }
            guard let line = try line() else { return nil }
            let rest = line.dropFirst()
            switch line.first {
            case UInt8(ascii: "+"): return .status(Self.text(rest))
            case UInt8(ascii: "-"): return .error(RedisError(refusal: Self.text(rest)))
            case UInt8(ascii: ":"): return .integer(try Self.number(rest))
            case UInt8(ascii: "$"):
                guard let length = try Self.length(rest, limit: Self.maximumString) else { return .null }
                stringLength = length
            case UInt8(ascii: "*"):
                guard let count = try Self.length(rest, limit: Int(Int32.max)) else { return .null }
                if count == 0 { return .array([]) }
                if open.count == Self.maximumDepth { throw Self.malformed("arrays are nested too deep") }
                open.append(Array(missing: count))
            default: throw Self.malformed("no value begins like this: \(Self.text(line.prefix(32)))")
            }
        }
    }

    private mutating func string(_ length: Int) throws(RedisError) -> RedisValue? {
        guard buffer.count - position >= length + 2 else { return nil }
        let end = position + length
        guard buffer[end] == 0x0D, buffer[end + 1] == 0x0A else { throw Self.malformed("a string has no end") }
        defer { (position, searched, stringLength) = (end + 2, end + 2, nil) }
        return .bytes([UInt8](buffer[position..<end]))
    }

    private mutating func line() throws(RedisError) -> ArraySlice<UInt8>? {
        searched = max(searched, position)
        guard let end = buffer[searched...].firstIndex(of: 0x0A) else {
            searched = buffer.count
            if searched - position > Self.maximumLine { throw Self.malformed("a line has no end") }
            return nil
        }
        guard end > position, buffer[end - 1] == 0x0D else { throw Self.malformed("a line ends without CR") }
        defer { (position, searched) = (end + 1, end + 1) }
        return buffer[position..<end - 1]
    }

    // MARK: Lines

    /// `nil` for -1, which stands for a null.
    private static func length(_ digits: ArraySlice<UInt8>, limit: Int) throws(RedisError) -> Int? {
        let length = try number(digits)
        guard (-1...limit).contains(length) else { throw malformed("no value has the length \(length)") }
        return length == -1 ? nil : length
    }

    private static func number(_ digits: ArraySlice<UInt8>) throws(RedisError) -> Int {
        guard let number = Int(text(digits)) else { throw malformed("this is no number: \(text(digits.prefix(32)))") }
        return number
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func malformed(_ reason: String) -> RedisError {
        RedisError(.unexpectedReply, "the server does not speak Redis's protocol: \(reason)")
    }
}
