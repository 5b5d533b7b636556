import NIOHTTP1
import Wire

/// The head of a request, as the rest of the program sees it.
///
/// A head is refused that others on the way could read otherwise: of HTTP/1.1 one without exactly one `Host` (RFC 9112,
/// section 3.2), and any whose body is coded in another way than `chunked` (section 6.1).
struct RequestHead {
    /// The path with its query, or `*`, or what `CONNECT` names.
    private(set) var target: String
    private(set) var headers = Wire.HTTPHeaders()
    /// Bytes of the body, where the head tells.
    private(set) var contentLength: Int?
    /// It asks for another protocol.
    private(set) var mayChangeProtocol: Bool

    init?(_ head: HTTPRequestHead) {
        target = head.uri
        mayChangeProtocol = head.method == .CONNECT
        headers.fields.reserveCapacity(head.headers.count)
        var hosts = 0
        for (name, text) in head.headers {
            let value = Self.withoutBlanksBehind(text)
            headers.add(name, value)
            switch name.utf8.count {
            case 4 where Wire.HTTPHeaders.same(name, "Host"): hosts += 1
            case 7 where Wire.HTTPHeaders.same(name, "Upgrade"): mayChangeProtocol = true
            case 14 where Wire.HTTPHeaders.same(name, "Content-Length"): contentLength = Int(value)
            case 17 where Wire.HTTPHeaders.same(name, "Transfer-Encoding"):
                guard head.version == .http1_1, Wire.HTTPHeaders.same(value, "chunked") else { return nil }
            default: continue
            }
        }
        guard hosts == 1 || hosts == 0 && head.version != .http1_1 else { return nil }
        if head.uri.utf8.first != UInt8(ascii: "/") { splitAbsoluteForm() }
    }

    /// Blanks behind a value are no part of it (RFC 9110, section 5.5); the decoder takes away those before it alone.
    private static func withoutBlanksBehind(_ value: String) -> String {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let last = value.utf8.last, isBlank(last) else { return value }
        var rest = Substring(value)
        while let last = rest.utf8.last, isBlank(last) { rest.removeLast() }
        return String(rest)
    }

    /// As to a proxy: `GET http://host/path`. The host in it is the one that counts (section 3.2.2).
    private mutating func splitAbsoluteForm() {
        guard let scheme = target.firstRange(of: "://"),
            ["http", "https"].contains(target[..<scheme.lowerBound].lowercased())
        else { return }
        let rest = target[scheme.upperBound...]
        let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        headers["Host"] = String(rest[..<end])
        target = (rest[end...].utf8.first == UInt8(ascii: "/") ? "" : "/") + rest[end...]
    }
}
