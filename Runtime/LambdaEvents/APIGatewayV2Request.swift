/// A request to an API Gateway HTTP API, payload format 2.0, and to a function URL.
///
/// Collections that AWS leaves out when they are empty come as empty ones. Header names are in lower case; several
/// values of one header or query parameter are joined by commas.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
public struct APIGatewayV2Request: Codable, Sendable {
    /// `2.0`.
    public let version: String
    /// Such as `GET /books/{book_id}`, or `$default`.
    public let routeKey: String
    /// The path with its stage, percent-decoded.
    public let rawPath: String
    public let rawQueryString: String
    public let cookies: [String]
    public let headers: [String: String]
    public let queryStringParameters: [String: String]
    public let pathParameters: [String: String]
    public let context: Context
    public let stageVariables: [String: String]
    /// Base64 where `isBase64Encoded`; `decodeBody` undoes that.
    public let body: String?
    public let isBase64Encoded: Bool

    enum CodingKeys: String, CodingKey {
        case version, routeKey, rawPath, rawQueryString, cookies, headers, queryStringParameters, pathParameters
        case context = "requestContext"
        case stageVariables, body, isBase64Encoded
    }

    public init(from decoder: any Decoder) throws {
        let event = try decoder.container(keyedBy: CodingKeys.self)
        version = try event.decode(String.self, forKey: .version)
        routeKey = try event.decode(String.self, forKey: .routeKey)
        rawPath = try event.decode(String.self, forKey: .rawPath)
        rawQueryString = try event.decode(String.self, forKey: .rawQueryString)
        cookies = try event.decodeIfPresent([String].self, forKey: .cookies) ?? []
        headers = try event.decodeIfPresent([String: String].self, forKey: .headers) ?? [:]
        queryStringParameters =
            try event.decodeIfPresent([String: String].self, forKey: .queryStringParameters) ?? [:]
        pathParameters = try event.decodeIfPresent([String: String].self, forKey: .pathParameters) ?? [:]
        context = try event.decode(Context.self, forKey: .context)
        stageVariables = try event.decodeIfPresent([String: String].self, forKey: .stageVariables) ?? [:]
        body = try event.decodeIfPresent(String.self, forKey: .body)
        isBase64Encoded = try event.decode(Bool.self, forKey: .isBase64Encoded)
    }
}

extension APIGatewayV2Request: DecodableRequest {}

extension APIGatewayV2Request {
    /// Which API, stage and caller the request belongs to.
    public struct Context: Codable, Sendable {
        public let accountId: String
        public let apiId: String
        public let domainName: String
        public let domainPrefix: String
        public let stage: String
        public let requestId: String
        /// As in the event itself.
        public let routeKey: String?
        public let http: HTTP
        public let authorizer: Authorizer?
        public let authentication: Authentication?
        /// Such as `23/Apr/2020:11:08:18 +0000`.
        public let time: String
        /// Milliseconds since 1970.
        public let timeEpoch: UInt64
    }
}

extension APIGatewayV2Request.Context {
    public struct HTTP: Codable, Sendable {
        public let method: HTTPMethod
        public let path: String
        public let `protocol`: String
        public let sourceIp: String
        public let userAgent: String
    }

    /// What the route's authorizer found out; one of the three.
    public struct Authorizer: Codable, Sendable {
        public let jwt: JWT?
        public let iam: IAM?
        public let lambda: LambdaAuthorizerContext?
    }

    /// The client's certificate under mutual TLS.
    public struct Authentication: Codable, Sendable {
        public let clientCert: ClientCert?

        public struct ClientCert: Codable, Sendable {
            public let clientCertPem: String
            public let subjectDN: String
            public let issuerDN: String
            public let serialNumber: String
            public let validity: Validity
        }

        public struct Validity: Codable, Sendable {
            public let notBefore: String
            public let notAfter: String
        }
    }
}

extension APIGatewayV2Request.Context.Authorizer {
    public struct JWT: Codable, Sendable {
        public let claims: [String: String]?
        public let scopes: [String]?
    }

    public struct IAM: Codable, Sendable {
        public let accessKey: String?
        public let accountId: String?
        public let callerId: String?
        public let cognitoIdentity: CognitoIdentity?
        public let principalOrgId: String?
        public let userArn: String?
        public let userId: String?
    }

    public struct CognitoIdentity: Codable, Sendable {
        public let amr: [String]?
        public let identityId: String?
        public let identityPoolId: String?
    }
}
