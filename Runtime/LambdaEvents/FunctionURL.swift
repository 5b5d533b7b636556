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

        public typealias HTTP = APIGatewayV2Request.Context.HTTP

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

/// A reply to a request to a function URL: the one that HTTP APIs take.
public typealias FunctionURLResponse = APIGatewayV2Response
