import NIOCore
import NIOHTTP1
import Time
import Wire

/// What the request demands of the form of its answer.
struct HTTPResponseShape {
    var keepAlive: Bool
    var isHead: Bool
    var version: HTTPVersion
}

/// The `Date` header, formatted once a second.
final class DateHeaderClock {
    private let time: any TimeSource
    private var second: Int64 = .min
    private var text = ""

    init(time: any TimeSource) { self.time = time }

    var header: String {
        let now = time.now
        let second = now.nanosecondsSinceEpoch / 1_000_000_000
        if second != self.second {
            self.second = second
            text = now.httpDate
        }
        return text
    }
}

extension ByteBuffer {
    /// Writes a whole response. Line breaks in header values become blanks: no value can end the header block.
    mutating func write(_ response: HTTPResponse, shape: HTTPResponseShape, close: Bool, date: String) {
        writeStaticString("HTTP/1.1 ")
        writeString(String(response.status))
        writeStaticString(" ")
        writeString(HTTPResponseStatus(statusCode: response.status).reasonPhrase)
        writeStaticString("\r\n")
        var hasDate = false
        for field in response.headers.fields where !Self.isWrittenByListener(field.name) {
            hasDate = hasDate || HTTPHeaders.same(field.name, "Date")
            writeField(field.name, field.value)
        }
        if !hasDate { writeField("Date", date) }
        if response.status >= 200 && response.status != 204 && response.status != 304 {
            writeField("Content-Length", String(response.body.count))
        }
        writeField("Connection", close ? "close" : "keep-alive")
        writeStaticString("\r\n")
        if !shape.isHead { writeBytes(response.body) }
    }

    private mutating func writeField(_ name: String, _ value: String) {
        writeString(name)
        writeStaticString(": ")
        if value.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) {
            writeBytes(value.utf8.map { $0 == 0x0D || $0 == 0x0A || $0 == 0 ? 0x20 : $0 })
        } else {
            writeString(value)
        }
        writeStaticString("\r\n")
    }

    private static func isWrittenByListener(_ name: String) -> Bool {
        switch name.utf8.count {
        case 10: HTTPHeaders.same(name, "Connection")
        case 14: HTTPHeaders.same(name, "Content-Length")
        case 17: HTTPHeaders.same(name, "Transfer-Encoding")
        default: false
        }
    }
}
