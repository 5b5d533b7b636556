import JSON
import Wire

/// Makes what a function answered into the response of a REST API with Lambda proxy integration.
///
/// The reply must be an object of no other members than the five known ones, none of which has to be there.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
enum RESTAPIReply {
    private static let members: Set<String> = ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]

    /// `acceptsBinary`: the client accepts one of the API's binary media types. Only then is base64 decoded.
    static func read(_ payload: [UInt8], acceptsBinary: Bool) throws(GatewayError) -> HTTPResponse {
        let object = try object(payload)
        var response = HTTPResponse(status: try status(object["statusCode"]))
        response.headers = try ReplyHeaders.read(single: object["headers"], multi: object["multiValueHeaders"])
        response.headers.remapConnectionFields()
        if response.headers["Content-Type"] == nil { response.headers.add("Content-Type", "application/json") }
        let isBase64 = try ReplyBody.isBase64Encoded(object["isBase64Encoded"])
        response.body = try ReplyBody.bytes(
            try ReplyBody.text(object["body"]),
            fromBase64: isBase64 && acceptsBinary
        )
        return response
    }

    private static func object(_ payload: [UInt8]) throws(GatewayError) -> JSON.Object {
        let document: JSON
        do throws(JSONParseError) {
            document = try JSON(parsing: payload)
        } catch {
            throw .malformedReply("it is no JSON: \(error)")
        }
        guard let object = document.objectValue else { throw .malformedReply("it is no object but \(document.kind)") }
        if let stranger = object.keys.first(where: { !members.contains($0) }) {
            let known = members.sorted().joined(separator: ", ")
            throw .malformedReply("'\(stranger)' is no member of a reply; \(known) are")
        }
        return object
    }

    /// A number, or a text that is one; 200 for `null` and for none.
    private static func status(_ value: JSON?) throws(GatewayError) -> Int {
        switch value {
        case nil, .null: return 200
        case .string(let text): return try ReplyBody.status(Int(text))
        case .some(let other): return try ReplyBody.status(other.intValue)
        }
    }
}
