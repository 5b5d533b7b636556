/// The values a Lambda authorizer hands on to the function behind it.
public typealias LambdaAuthorizerContext = [String: String]

/// What an HTTP API asks a Lambda authorizer, payload format 2.0.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
public struct APIGatewayLambdaAuthorizerRequest: Codable, Sendable {
    /// `2.0`.
    public let version: String
    /// `REQUEST`.
    public let type: String
    public let routeArn: String?
    /// The values that the authorizer's identity sources have in this request.
    public let identitySource: [String]
    public let routeKey: String
    public let rawPath: String
    public let rawQueryString: String
    public let cookies: [String]?
    public let headers: [String: String]
    public let queryStringParameters: [String: String]?
    public let pathParameters: [String: String]?
    public let stageVariables: [String: String]?
    public let requestContext: APIGatewayV2Request.Context?
}

/// A simple answer: yes or no.
public struct APIGatewayLambdaAuthorizerSimpleResponse: Codable, Sendable {
    public let isAuthorized: Bool
    public let context: LambdaAuthorizerContext?

    public init(isAuthorized: Bool, context: LambdaAuthorizerContext?) {
        self.isAuthorized = isAuthorized
        self.context = context
    }
}

/// An answer by an IAM policy.
public struct APIGatewayLambdaAuthorizerPolicyResponse: Codable, Sendable {
    /// Whom the policy is about.
    public let principalId: String
    public let policyDocument: PolicyDocument
    public let context: LambdaAuthorizerContext?

    public init(principalId: String, policyDocument: PolicyDocument, context: LambdaAuthorizerContext?) {
        self.principalId = principalId
        self.policyDocument = policyDocument
        self.context = context
    }
}

extension APIGatewayLambdaAuthorizerPolicyResponse {
    public struct PolicyDocument: Codable, Sendable {
        public let version: String
        public let statement: [Statement]

        public init(version: String = "2012-10-17", statement: [Statement]) {
            self.version = version
            self.statement = statement
        }

        public enum CodingKeys: String, CodingKey {
            case version = "Version"
            case statement = "Statement"
        }
    }
}

extension APIGatewayLambdaAuthorizerPolicyResponse.PolicyDocument {
    public struct Statement: Codable, Sendable {
        public enum Effect: String, Codable, Sendable {
            case allow = "Allow"
            case deny = "Deny"
        }

        public let action: [String]
        public let effect: Effect
        public let resource: [String]

        public init(action: String, effect: Effect, resource: String) {
            self.init(action: [action], effect: effect, resource: [resource])
        }

        public init(action: [String], effect: Effect, resource: [String]) {
            self.action = action
            self.effect = effect
            self.resource = resource
        }

        public enum CodingKeys: String, CodingKey {
            case action = "Action"
            case effect = "Effect"
            case resource = "Resource"
        }
    }
}
