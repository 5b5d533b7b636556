import NIOCore
import NIOHTTP1
import Time
import Wire

/// What the request demands of the form of its answer.
struct HTTPResponseShape {
    var keepAlive: Bool
    var isHead: Bool
    var version: HTTPVersion

    /// HTTP/1.0 knows no chunks: there the end of the connection ends a body of unknown length.
    var takesChunks: Bool { version.minor > 0 }
}

extension HTTPResponse {
    /// Whether the status is one whose responses have a body.
    var hasBody: Bool { status >= 200 && status != 204 && status != 304 }

    /// `nil` where it is known only at its end.
    var lengthOfBody: Int? { contentLength ?? (stream == nil ? body.count : nil) }
}

/// The `Date` header field, formatted once a second.
final class DateHeaderClock {
    private let time: any TimeSource
    private var second: Int64 = .min
    private var field: [UInt8] = []

    init(time: any TimeSource) { self.time = time }

    /// The field with its line end.
    var line: [UInt8] {
        let now = time.now
        let second = now.nanosecondsSinceEpoch / 1_000_000_000
        if second != self.second {
            self.second = second
            field = Array("Date: \(now.httpDate)\r\n".utf8)
        }
        return field
    }
}

extension ByteBuffer {
    /// Writes a whole response. Line breaks in header values become blanks: no value can end the header block.
    mutating func write(_ response: HTTPResponse, shape: HTTPResponseShape, close: Bool, date: DateHeaderClock) {
        let fields = response.headers.fields
        let capacity = fields.reduce(256) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        writeWithUnsafeMutableBytes(minimumWritableBytes: capacity) { buffer in
            var head = HeadWriter(buffer)
            head.statusLine(response.status)
            var hasDate = false
            for field in fields where !Self.isWrittenByListener(field.name) {
                hasDate = hasDate || field.name.utf8.count == 4 && HTTPHeaders.same(field.name, "Date")
                head.field(field.name, field.value)
            }
            if !hasDate { head.bytes(date.line) }
            if response.hasBody, let length = response.lengthOfBody {
                head.field("Content-Length", String(length))
            } else if response.stream != nil, shape.takesChunks {
                head.fixed("Transfer-Encoding: chunked\r\n")
            }
            head.fixed(close ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n")
            return head.count
        }
        if !shape.isHead { writeBytes(response.body) }
    }

    /// Writes a piece of a body as a chunk; an empty one would be the last.
    mutating func writeChunk(_ piece: [UInt8]) {
        writeString(String(piece.count, radix: 16))
        writeStaticString("\r\n")
        writeBytes(piece)
        writeStaticString("\r\n")
    }

    mutating func writeLastChunk() { writeStaticString("0\r\n\r\n") }

    private static func isWrittenByListener(_ name: String) -> Bool {
        switch name.utf8.count {
        case 10: HTTPHeaders.same(name, "Connection")
        case 14: HTTPHeaders.same(name, "Content-Length")
        case 17: HTTPHeaders.same(name, "Transfer-Encoding")
        default: false
        }
    }
}

/// Writes the head of a response into memory that is large enough for it: every exchange passes here.
private struct HeadWriter {
    private let buffer: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init(_ buffer: UnsafeMutableRawBufferPointer) { self.buffer = buffer }

    mutating func statusLine(_ status: Int) {
        switch status {
        case 200: fixed("HTTP/1.1 200 OK\r\n")
        case 202: fixed("HTTP/1.1 202 Accepted\r\n")
        default: text("HTTP/1.1 \(status) \(HTTPResponseStatus(statusCode: status).reasonPhrase)\r\n")
        }
    }

    mutating func field(_ name: String, _ value: String) {
        text(name)
        fixed(": ")
        text(value)
        for index in (count - value.utf8.count)..<count where buffer[index] <= 0x0D {
            if buffer[index] == 0x0D || buffer[index] == 0x0A || buffer[index] == 0 { buffer[index] = 0x20 }
        }
        fixed("\r\n")
    }

    mutating func text(_ text: String) {
        let isPut = text.utf8.withContiguousStorageIfAvailable { put(UnsafeRawBufferPointer($0)) } != nil
        if !isPut { bytes(Array(text.utf8)) }
    }

    mutating func fixed(_ text: StaticString) {
        put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func bytes(_ bytes: [UInt8]) { bytes.withUnsafeBytes { put($0) } }

    private mutating func put(_ bytes: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(from: bytes)
        count += bytes.count
    }
}
