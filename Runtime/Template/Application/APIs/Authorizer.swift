import RegularExpressions
import Wire

extension Application {
    /// What decides which requests reach an API's routes.
    package struct Authorizer: Sendable, Hashable {
        /// As routes call it.
        package var name: String
        /// As permissions call it; SAM's have no other than their names.
        package var id: String
        package var kind: Kind
        /// Where the template defines it.
        package var path: JSONPath

        package init(name: String, id: String? = nil, kind: Kind, path: JSONPath) {
            self.name = name
            self.id = id ?? name
            self.kind = kind
            self.path = path
        }

        package enum Kind: Sendable, Hashable {
            case lambda(LambdaAuthorizer)
            /// HTTP APIs only.
            case jwt(JWTAuthorizer)
            /// REST APIs only.
            case userPools(UserPoolAuthorizer)
        }
    }

    /// A function that decides.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
    package struct LambdaAuthorizer: Sendable, Hashable {
        package var functionName: String
        /// The version or alias to invoke.
        package var qualifier: String?
        package var type: AuthorizerType
        /// REST APIs have 1.0 only.
        package var payloadFormatVersion: Route.PayloadFormatVersion
        /// The function answers `{"isAuthorized": true}` instead of a policy; format 2.0 only.
        package var enablesSimpleResponses = false
        /// What must be in a request, and what a cached result is looked up by. A token authorizer has one.
        package var identitySources: [IdentitySource]
        /// A regular expression that a token must match from beginning to end; token authorizers only.
        package var identityValidationExpression: RegularExpression?
        /// How long a result is kept: at most an hour; nothing is kept for zero.
        package var resultTTL: Duration = .seconds(300)

        /// The role by which the API invokes the function; `nil`: the function's policy must allow it.
        package var credentials: String?
        /// SAM adds a permission to the function's policy.
        package var isPermittedBySAM = false

        /// What is cached needs something to be looked up by.
        static let wantsIdentitySource =
            "Identity source must be set if authorizer caching is enabled (TTL is greater than 0)"

        package enum AuthorizerType: String, Sendable, CaseIterable { case token = "TOKEN", request = "REQUEST" }

        package init(
            functionName: String,
            qualifier: String? = nil,
            type: AuthorizerType,
            payloadFormatVersion: Route.PayloadFormatVersion,
            identitySources: [IdentitySource]
        ) {
            self.functionName = functionName
            self.qualifier = qualifier
            self.type = type
            self.payloadFormatVersion = payloadFormatVersion
            self.identitySources = identitySources
        }
    }

    /// Signed tokens of one issuer.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    package struct JWTAuthorizer: Sendable, Hashable {
        /// Without a slash at the end only if the tokens have none either.
        package var issuer: String
        /// One of them must be the token's.
        package var audiences: [String]
        /// A header or a query parameter.
        package var identitySource: IdentitySource

        package init(issuer: String, audiences: [String], identitySource: IdentitySource) {
            self.issuer = issuer
            self.audiences = audiences
            self.identitySource = identitySource
        }
    }

    /// Tokens of Cognito's user pools: ID tokens for routes without scopes, access tokens for those with.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
    package struct UserPoolAuthorizer: Sendable, Hashable {
        /// The issuers of the pools' tokens: `https://cognito-idp.{region}.amazonaws.com/{poolId}`.
        package var issuers: [String]
        package var header = "Authorization"
        /// A regular expression that a token must match from beginning to end.
        package var identityValidationExpression: RegularExpression?

        package init(issuers: [String]) { self.issuers = issuers }

        /// `nil` for a text that is no ARN of a user pool.
        static func issuer(ofPool text: String) -> String? {
            guard let arn = ARN(text), arn.service == "cognito-idp", arn.resource.hasPrefix("userpool/") else {
                return nil
            }
            return "https://cognito-idp.\(arn.region).amazonaws.com/\(arn.resource.dropFirst("userpool/".count))"
        }
    }

    /// A part of a request that tells whose it is.
    package enum IdentitySource: Sendable, Hashable {
        case header(String)
        case queryString(String)
        case stageVariable(String)
        /// Such as `routeKey` or `identity.sourceIp`.
        case context(String)

        /// As HTTP APIs write it: `$request.header.Authorization`.
        init?(selection text: String) {
            self.init(
                text,
                header: "$request.header.",
                queryString: "$request.querystring.",
                stageVariable: "$stageVariables.",
                context: "$context."
            )
        }

        /// As REST APIs write it: `method.request.header.Authorization`.
        init?(mapping text: String) {
            self.init(
                text,
                header: "method.request.header.",
                queryString: "method.request.querystring.",
                stageVariable: "stageVariables.",
                context: "context."
            )
        }

        private init?(_ text: String, header: String, queryString: String, stageVariable: String, context: String) {
            func name(_ prefix: String) -> String? {
                text.hasPrefix(prefix) && text.count > prefix.count ? String(text.dropFirst(prefix.count)) : nil
            }
            if let name = name(header) {
                self = .header(name)
            } else if let name = name(queryString) {
                self = .queryString(name)
            } else if let name = name(stageVariable) {
                self = .stageVariable(name)
            } else if let name = name(context) {
                self = .context(name)
            } else {
                return nil
            }
        }
    }
}
