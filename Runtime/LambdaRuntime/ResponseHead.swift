import CurlHTTP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What came is not HTTP/1.1, or more of it than is taken.
struct MalformedResponse: Error, Hashable {
    var reason: String

    static let head = MalformedResponse(reason: "its head is not that of an HTTP/1.1 response")
    static let headTooLong = MalformedResponse(reason: "its head is longer than \(ResponseHead.limit) bytes")
    static let length = MalformedResponse(reason: "the length of its body is not clear")
    static let chunk = MalformedResponse(reason: "its body is not cut into chunks as announced")
    static let cutOff = MalformedResponse(reason: "the connection ended in the middle of it")
}

/// Status line and fields of a response, and what they say of the body.
/// https://www.rfc-editor.org/rfc/rfc9112
struct ResponseHead {
    /// The most bytes a head may have.
    static let limit = 1 << 16

    /// How the body's end is known.
    enum Framing: Hashable {
        case length(Int)
        case chunked
        /// It lasts until the server closes.
        case untilClose
    }

    var status = 0
    var framing = Framing.untilClose
    /// Whether the connection may be used again.
    var isKeptAlive = true
    var headers: CurlHeaders

    /// Where the head ends that `bytes` begin with, if that has come.
    static func end(in bytes: UnsafeRawBufferPointer) -> Int? {
        var line = 0
        while let end = lineEnd(bytes, from: line) {
            if end == line { return end + 2 }
            line = end + 2
        }
        return nil
    }

    /// `bytes` are those of the whole head, up to the empty line.
    init(_ bytes: UnsafeRawBufferPointer) throws(MalformedResponse) {
        headers = CurlHeaders(bytes)
        guard bytes.count >= 16, let end = Self.lineEnd(bytes, from: 0), bytes[..<7].elementsEqual("HTTP/1.".utf8),
            bytes[8] == 0x20, end == 12 || bytes[12] == 0x20, let status = Self.number(bytes[9..<12], radix: 10)
        else { throw .head }
        self.status = status
        isKeptAlive = bytes[7] != UInt8(ascii: "0")
        try readFields(bytes, from: end + 2)
        if status < 200 || status == 204 || status == 304 { framing = .length(0) }
        if framing == .untilClose { isKeptAlive = false }
    }

    private mutating func readFields(_ bytes: UnsafeRawBufferPointer, from start: Int) throws(MalformedResponse) {
        var line = start
        while let end = Self.lineEnd(bytes, from: line), end > line {
            guard let colon = bytes[line..<end].firstIndex(of: UInt8(ascii: ":")), colon > line else { throw .head }
            // Most names are longer, and none of these is as short as 9 bytes.
            if colon - line <= 17 { try readField(bytes[line..<colon], CurlHeaders.trim(bytes[(colon + 1)..<end])) }
            line = end + 2
        }
    }

    private mutating func readField(
        _ name: Slice<UnsafeRawBufferPointer>,
        _ value: Slice<UnsafeRawBufferPointer>
    ) throws(MalformedResponse) {
        if CurlHeaders.same(name, "content-length") {
            guard let length = Self.number(value, radix: 10), framing == .untilClose || framing == .length(length)
            else { throw .length }
            framing = .length(length)
        } else if CurlHeaders.same(name, "transfer-encoding") {
            guard CurlHeaders.same(value, "chunked"), framing == .untilClose else { throw .length }
            framing = .chunked
        } else if CurlHeaders.same(name, "connection") {
            if CurlHeaders.same(value, "close") { isKeptAlive = false }
            if CurlHeaders.same(value, "keep-alive") { isKeptAlive = true }
        }
    }

    /// Where the line that begins at `start` ends, in CR LF.
    static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var position = start
        while position < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + position, 0x0A, bytes.count - position)
        {
            let end = UnsafeRawPointer(found) - base
            if end > start, bytes[end - 1] == 0x0D { return end - 1 }
            position = end + 1
        }
        return nil
    }

    /// A number of at most 15 digits and nothing else.
    static func number(_ digits: Slice<UnsafeRawBufferPointer>, radix: Int) -> Int? {
        guard 1...15 ~= digits.count else { return nil }
        var number = 0
        for byte in digits {
            let digit =
                switch byte {
                case 0x30...0x39: Int(byte) - 0x30
                case 0x41...0x46: Int(byte) - 0x41 + 10
                case 0x61...0x66: Int(byte) - 0x61 + 10
                default: Int.max
                }
            guard digit < radix else { return nil }
            number = number * radix + digit
        }
        return number
    }
}
