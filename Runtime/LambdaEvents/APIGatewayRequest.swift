/// A request to an API Gateway REST API through a proxy integration (payload format 1.0).
///
/// Collections that AWS leaves out or sends as `null` come as empty ones.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
public struct APIGatewayRequest: Codable, Sendable {
    /// The resource's path pattern, such as `/books/{book_id}`.
    public let resource: String
    public let path: String
    public let httpMethod: HTTPMethod
    /// The last value where a parameter came several times.
    public let queryStringParameters: [String: String]
    public let multiValueQueryStringParameters: [String: [String]]
    /// The last value where a header came several times.
    public let headers: [String: String]
    public let multiValueHeaders: [String: [String]]
    public let pathParameters: [String: String]
    public let stageVariables: [String: String]
    public let requestContext: Context
    /// Base64 where `isBase64Encoded`; `decodeBody` undoes that.
    public let body: String?
    public let isBase64Encoded: Bool

    public init(from decoder: any Decoder) throws {
        let event = try decoder.container(keyedBy: CodingKeys.self)
        resource = try event.decode(String.self, forKey: .resource)
        path = try event.decode(String.self, forKey: .path)
        httpMethod = try event.decode(HTTPMethod.self, forKey: .httpMethod)
        queryStringParameters =
            try event.decodeIfPresent([String: String].self, forKey: .queryStringParameters) ?? [:]
        multiValueQueryStringParameters =
            try event.decodeIfPresent([String: [String]].self, forKey: .multiValueQueryStringParameters) ?? [:]
        headers = try event.decodeIfPresent([String: String].self, forKey: .headers) ?? [:]
        multiValueHeaders = try event.decodeIfPresent([String: [String]].self, forKey: .multiValueHeaders) ?? [:]
        pathParameters = try event.decodeIfPresent([String: String].self, forKey: .pathParameters) ?? [:]
        stageVariables = try event.decodeIfPresent([String: String].self, forKey: .stageVariables) ?? [:]
        requestContext = try event.decode(Context.self, forKey: .requestContext)
        body = try event.decodeIfPresent(String.self, forKey: .body)
        isBase64Encoded = try event.decode(Bool.self, forKey: .isBase64Encoded)
    }
}

extension APIGatewayRequest: DecodableRequest {}

extension APIGatewayRequest {
    /// Which API, stage and caller the request belongs to.
    public struct Context: Codable, Sendable {
        public let resourceId: String
        public let apiId: String
        public let domainName: String?
        public let domainPrefix: String?
        public let resourcePath: String
        public let httpMethod: String
        public let requestId: String
        public let accountId: String
        public let stage: String
        public let identity: Identity
        public let authorizer: Authorizer?
        public let extendedRequestId: String?
        public let path: String
        public let `protocol`: String?
        /// Such as `09/Apr/2015:12:34:56 +0000`.
        public let requestTime: String?
        /// Milliseconds since 1970.
        public let requestTimeEpoch: UInt64?
    }
}

extension APIGatewayRequest.Context {
    public struct Identity: Codable, Sendable {
        public let cognitoIdentityPoolId: String?
        public let cognitoIdentityId: String?
        public let apiKey: String?
        public let apiKeyId: String?
        public let userArn: String?
        public let cognitoAuthenticationType: String?
        public let cognitoAuthenticationProvider: String?
        public let caller: String?
        public let accessKey: String?
        public let userAgent: String?
        public let user: String?
        public let sourceIp: String?
        public let accountId: String?
        public let principalOrgId: String?
    }

    /// What the method's authorizer found out.
    public struct Authorizer: Codable, Sendable {
        /// Of a Cognito user pool.
        public let claims: [String: String]?
        /// Of a Lambda authorizer.
        public let principalId: String?
    }
}
