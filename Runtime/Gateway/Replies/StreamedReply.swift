import JSON
import Wire

/// Makes what a function streamed into a response: a JSON prelude with status and headers, eight NUL bytes, the body.
/// Without these NULs all of it is the body of a 200.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
enum StreamedReply {
    /// API Gateway looks for the end of the prelude no further than this, in bytes.
    private static let preludeLimit = 16 << 10
    /// Bytes of zeros behind the prelude.
    static let separator = 8

    static func read(
        _ result: (payload: [UInt8], contentType: String),
        needsPrelude: Bool = false
    ) throws(GatewayError) -> HTTPResponse {
        guard let end = preludeEnd(result.payload) else {
            if needsPrelude { throw noPrelude }
            return HTTPResponse(headers: ["Content-Type": result.contentType], body: result.payload)
        }
        guard let prelude = try? JSON(parsing: result.payload[..<end]), let object = prelude.objectValue else {
            throw .malformedReply("the prelude of its stream is no JSON object")
        }
        var response = HTTPResponse()
        if let statusCode = object["statusCode"] { response.status = try ReplyBody.status(statusCode.intValue) }
        response.headers = try ReplyHeaders.read(single: object["headers"], multi: object["multiValueHeaders"])
        try ReplyHeaders.addCookies(object["cookies"], to: &response.headers)
        response.headers.dropConnectionFields()
        if response.headers["Content-Type"] == nil {
            response.headers.add("Content-Type", "application/octet-stream")
        }
        response.body = Array(result.payload[(end + separator)...])
        return response
    }

    static let noPrelude = GatewayError.malformedReply(
        "what it streams does not begin with a JSON object and eight zero bytes within 16 KB"
    )

    /// Whether the end of the prelude may still come.
    static func mayHavePrelude(_ payload: [UInt8]) -> Bool { payload.count < preludeLimit + separator }

    static func preludeEnd(_ payload: [UInt8]) -> Int? {
        var zeros = 0
        for (index, byte) in payload.prefix(preludeLimit + separator).enumerated() {
            zeros = byte == 0 ? zeros + 1 : 0
            if zeros == separator { return index + 1 - separator }
        }
        return nil
    }
}
