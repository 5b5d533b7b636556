import JSON
import Wire

/// How a body stands in an event.
enum EventBody {
    case none
    case text(String)
    case base64([UInt8])

    /// An HTTP API decides by the type of the body. What calls itself text but is not UTF-8 travels as base64 too, so
    /// that nothing is lost.
    init(httpAPI request: HTTPRequest) {
        let type = request.headers["Content-Type"].map(MediaType.essence)
        self.init(request.body, isText: type.map(MediaType.isText) ?? true)
    }

    /// A REST API decides by the media types it was told are binary. What is not of these is text, and bytes in it that
    /// are not UTF-8 become U+FFFD, as on AWS.
    init(restAPI request: HTTPRequest, binary: BinaryMediaTypes) {
        if request.body.isEmpty {
            self = .none
        } else if binary.contains(request.headers["Content-Type"] ?? "application/json") {
            self = .base64(request.body)
        } else {
            self = .text(String(decoding: request.body, as: UTF8.self))
        }
    }

    private init(_ body: [UInt8], isText: Bool) {
        if body.isEmpty {
            self = .none
        } else if isText, let text = String(validating: body, as: UTF8.self) {
            self = .text(text)
        } else {
            self = .base64(body)
        }
    }

    var isBase64Encoded: Bool { if case .base64 = self { true } else { false } }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .none: writer.literal("null")
        case .text(let text): writer.string(text)
        case .base64(let bytes): writer.base64(bytes)
        }
    }
}
