import JSON
import Wire

/// Makes what a function answered into the response of an HTTP API.
///
/// In format 2.0 only an object with `statusCode` is taken for a response; everything else, JSON or not, is the body of
/// a 200, a JSON string without its quotes. (AWS's documentation speaks of valid JSON; the API does not look.)
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
enum HTTPAPIReply {
    /// What stands in front of the function. URLs take more than APIs do: a status as text, JSON of any kind as the body;
    /// and they write JSON anew, without blanks.
    enum Front {
        case api, functionURL

        /// The content type of a response that names none.
        var standardType: String { self == .api ? "text/plain; charset=utf-8" : "application/json" }
    }

    static func read(
        _ payload: [UInt8],
        format: GatewayConfiguration.PayloadFormat,
        front: Front = .api
    ) throws(GatewayError) -> HTTPResponse {
        let document = try? JSON(parsing: payload)
        if let object = document?.objectValue, let statusCode = object["statusCode"] {
            return try response(object, statusCode: statusCode, format, front)
        }
        guard format == .v2 else { throw .malformedReply("it is no object with a statusCode") }
        let whole = front == .functionURL ? document?.bytes : nil
        let body = document?.stringValue.map { Array($0.utf8) } ?? whole ?? payload
        return HTTPResponse(headers: ["Content-Type": "application/json"], body: body)
    }

    private static func response(
        _ object: JSON.Object,
        statusCode: JSON,
        _ format: GatewayConfiguration.PayloadFormat,
        _ front: Front
    ) throws(GatewayError) -> HTTPResponse {
        var response = HTTPResponse(status: try status(statusCode, front))
        let multi = format == .v1 ? object["multiValueHeaders"] : nil
        response.headers = try ReplyHeaders.read(single: object["headers"], multi: multi)
        if format == .v2 { try ReplyHeaders.addCookies(object["cookies"], to: &response.headers) }
        response.headers.dropConnectionFields()
        if response.headers["Content-Type"] == nil {
            response.headers.add("Content-Type", front.standardType)
        }
        let text = try body(object["body"], front)
        response.body = try ReplyBody.bytes(
            text,
            fromBase64: try ReplyBody.isBase64Encoded(object["isBase64Encoded"])
        )
        return response
    }

    private static func status(_ value: JSON, _ front: Front) throws(GatewayError) -> Int {
        guard front == .functionURL, let text = value.stringValue else { return try ReplyBody.status(value.intValue) }
        return try ReplyBody.status(Int(text))
    }

    private static func body(_ value: JSON?, _ front: Front) throws(GatewayError) -> String {
        guard front == .functionURL, let value = value?.nonNull, value.stringValue == nil else {
            return try ReplyBody.text(value)
        }
        return value.text
    }
}
