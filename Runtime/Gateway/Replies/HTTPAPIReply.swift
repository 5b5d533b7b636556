import JSON
import Wire

/// Makes what a function answered into the response of an HTTP API.
///
/// In format 2.0 only an object with `statusCode` is taken for a response; everything else, JSON or not, is the body of
/// a 200, a JSON string without its quotes. (AWS's documentation speaks of valid JSON; the API does not look.)
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
enum HTTPAPIReply {
    /// `standardType` is the content type of a response that names none; `rewritesJSON` is whether JSON that is no
    /// response is written anew, without blanks.
    static func read(
        _ payload: [UInt8],
        format: GatewayConfiguration.PayloadFormat,
        standardType: String = "text/plain; charset=utf-8",
        rewritesJSON: Bool = false
    ) throws(GatewayError) -> HTTPResponse {
        let document = try? JSON(parsing: payload)
        if let object = document?.objectValue, let statusCode = object["statusCode"] {
            return try response(object, statusCode: statusCode, format, standardType)
        }
        guard format == .v2 else { throw .malformedReply("it is no object with a statusCode") }
        let whole = rewritesJSON ? document?.bytes : nil
        let body = document?.stringValue.map { Array($0.utf8) } ?? whole ?? payload
        return HTTPResponse(headers: ["Content-Type": "application/json"], body: body)
    }

    private static func response(
        _ object: JSON.Object,
        statusCode: JSON,
        _ format: GatewayConfiguration.PayloadFormat,
        _ standardType: String
    ) throws(GatewayError) -> HTTPResponse {
        var response = HTTPResponse(status: try ReplyBody.status(statusCode.intValue))
        let multi = format == .v1 ? object["multiValueHeaders"] : nil
        response.headers = try ReplyHeaders.read(single: object["headers"], multi: multi)
        if format == .v2 { try ReplyHeaders.addCookies(object["cookies"], to: &response.headers) }
        response.headers.dropConnectionFields()
        if response.headers["Content-Type"] == nil {
            response.headers.add("Content-Type", standardType)
        }
        let text = try ReplyBody.text(object["body"])
        response.body = try ReplyBody.bytes(
            text,
            fromBase64: try ReplyBody.isBase64Encoded(object["isBase64Encoded"])
        )
        return response
    }
}
