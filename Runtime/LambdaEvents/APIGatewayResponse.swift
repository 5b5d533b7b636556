/// A reply to a request of payload format 1.0.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
public struct APIGatewayResponse: Codable, Sendable {
    public var statusCode: HTTPStatus
    public var headers: [String: String]?
    /// Merged with `headers`; where both name a header, this one counts.
    public var multiValueHeaders: [String: [String]]?
    /// Base64 where `isBase64Encoded`.
    public var body: String?
    public var isBase64Encoded: Bool?

    public init(
        statusCode: HTTPStatus,
        headers: [String: String]? = nil,
        multiValueHeaders: [String: [String]]? = nil,
        body: String? = nil,
        isBase64Encoded: Bool? = nil
    ) {
        self.statusCode = statusCode
        self.headers = headers
        self.multiValueHeaders = multiValueHeaders
        self.body = body
        self.isBase64Encoded = isBase64Encoded
    }

    /// A reply whose body is `encodableBody` as JSON. The content type is the caller's to set.
    public init(
        statusCode: HTTPStatus,
        headers: [String: String]? = nil,
        multiValueHeaders: [String: [String]]? = nil,
        encodableBody: some Encodable
    ) throws {
        self.init(
            statusCode: statusCode,
            headers: headers,
            multiValueHeaders: multiValueHeaders,
            body: try jsonText(encodableBody)
        )
    }
}
