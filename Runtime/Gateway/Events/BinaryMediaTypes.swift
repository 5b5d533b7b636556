/// The media types that a REST API treats as binary: `image/png`, `image/*`, `*/*`.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
struct BinaryMediaTypes: Sendable {
    private let types: [String]

    init(_ types: [String]) { self.types = types.map { $0.lowercased() } }

    /// Whether the first media type of a `Content-Type` or `Accept` is among them. `*/*` among them takes everything,
    /// even no header at all; `*/*` in a header is no more than itself.
    func contains(_ header: String?) -> Bool {
        if types.isEmpty { return false }
        if types.contains("*/*") { return true }
        guard let header else { return false }
        let type = MediaType.essence(header)
        guard let slash = type.firstIndex(of: "/") else { return false }
        return types.contains(type) || types.contains(type[...slash] + "*")
    }
}

enum MediaType {
    /// `text/html` of `Text/HTML; charset=utf-8, */*`.
    static func essence(_ header: String) -> String {
        let utf8 = header.utf8
        let end = utf8.firstIndex { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ",") } ?? utf8.endIndex
        var text = utf8[..<end].drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return Substring(text).lowercased()
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Whether an HTTP API hands a body of this type to a function as text. Everything else travels as base64, forms of
    /// both sorts among it, as events recorded on AWS show.
    static func isText(_ essence: String) -> Bool {
        switch essence {
        case "application/json", "application/xml", "application/javascript": true
        default: essence.hasPrefix("text/") || essence.hasSuffix("+json") || essence.hasSuffix("+xml")
        }
    }
}
