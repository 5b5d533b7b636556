/// A request to a function URL.
///
/// Header names are in lower case; several values of one header or query parameter are joined by commas.
/// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
public struct FunctionURLRequest: Codable, Sendable {
    /// `2.0`.
    public let version: String
    /// `$default`.
    public let routeKey: String
    public let rawPath: String
    public let rawQueryString: String
    public let cookies: [String]?
    public let headers: HTTPHeaders
    public let queryStringParameters: [String: String]?
    public let requestContext: Context
    /// Base64 where `isBase64Encoded`; `decodeBody` undoes that.
    public let body: String?
    public let pathParameters: [String: String]?
    public let isBase64Encoded: Bool
    public let stageVariables: [String: String]?
}

extension FunctionURLRequest: DecodableRequest {}

extension FunctionURLRequest {
    /// Which URL and caller the request belongs to.
    public struct Context: Codable, Sendable {
        public let accountId: String
        public let apiId: String
        public let authentication: String?
        public let authorizer: Authorizer?
        public let domainName: String
        public let domainPrefix: String
        public let http: HTTP
        public let requestId: String
        public let routeKey: String
        public let stage: String
        /// Such as `23/Apr/2020:11:08:18 +0000`.
        public let time: String
        /// Milliseconds since 1970.
        public let timeEpoch: Int

        public struct HTTP: Codable, Sendable {
            public let method: HTTPMethod
            public let path: String
            public let `protocol`: String
            public let sourceIp: String
            public let userAgent: String
        }

        /// Of a URL with `AWS_IAM`.
        public struct Authorizer: Codable, Sendable {
            public let iam: IAMAuthorizer?

            public struct IAMAuthorizer: Codable, Sendable {
                public let accessKey: String
                public let accountId: String
                public let callerId: String
                public let cognitoIdentity: String?
                public let principalOrgId: String?
                public let userArn: String
                public let userId: String
            }
        }
    }
}

/// A reply to a request to a function URL.
public struct FunctionURLResponse: Codable, Sendable {
    public var statusCode: HTTPStatus
    public var headers: HTTPHeaders?
    /// Base64 where `isBase64Encoded`.
    public var body: String?
    /// Each one the value of a `Set-Cookie` header.
    public let cookies: [String]?
    public var isBase64Encoded: Bool?

    public init(
        statusCode: HTTPStatus,
        headers: HTTPHeaders? = nil,
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
}

extension FunctionURLResponse: EncodableResponse {}
