/// A reply to a request of payload format 2.0.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
public struct APIGatewayV2Response: Codable, Sendable {
    public var statusCode: HTTPStatus
    public var headers: [String: String]?
    /// Base64 where `isBase64Encoded`.
    public var body: String?
    public var isBase64Encoded: Bool?
    /// Each one the value of a `Set-Cookie` header.
    public var cookies: [String]?

    public init(
        statusCode: HTTPStatus,
        headers: [String: String]? = nil,
        body: String? = nil,
        isBase64Encoded: Bool? = nil,
        cookies: [String]? = nil
    ) {
        self.statusCode = statusCode
        self.headers = headers
        self.body = body
        self.isBase64Encoded = isBase64Encoded
        self.cookies = cookies
    }

    /// A reply whose body is `encodableBody` as JSON. The content type is the caller's to set.
    public init(
        statusCode: HTTPStatus,
        headers: [String: String]? = nil,
        encodableBody: some Encodable,
        cookies: [String]? = nil
    ) throws {
        self.init(statusCode: statusCode, headers: headers, body: try jsonText(encodableBody), cookies: cookies)
    }
}

extension APIGatewayV2Response: EncodableResponse {}
