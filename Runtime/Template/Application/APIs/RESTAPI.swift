extension Application {
    /// A REST API (API Gateway version 1): `AWS::Serverless::Api`, SAM's implicit `ServerlessRestApi` or
    /// `AWS::ApiGateway::RestApi`.
    package struct RESTAPI: Sendable, Hashable {
        package var logicalID: String
        /// Ten letters and digits, the same at every start.
        package var id: String
        package var name: String
        package var description: String?
        package var stageName: String
        package var stageVariables: [String: String] = [:]
        /// What stands before the paths of its routes at the gateway: nothing, or `/{stage}` where another stage of the
        /// API answers at the root.
        package var pathPrefix = ""
        /// Such as `image/png` or `*/*`; SAM's `~1` for a slash is undone.
        package var binaryMediaTypes: [String] = []
        /// `nil`: no `OPTIONS` methods are added.
        package var cors: CORS?
        /// What guards the `OPTIONS` methods that `cors` adds.
        package var preflightGuards = RouteGuards()
        package var authorizers: [Authorizer] = []
        package var accessLog: AccessLog?
        /// API keys come from the authorizer's `usageIdentifierKey` instead of the header `x-api-key`.
        package var takesKeysFromAuthorizer = false
        package var gatewayResponses: [GatewayResponse] = []
        package var routes: [Route] = []
        package var mockMethods: [MockMethod] = []
        package var forwardedRoutes: [ForwardedRoute] = []
        /// Where the template defines it; the first event that uses it where it is implicit.
        package var path: JSONPath

        package init(logicalID: String, id: String, name: String, stageName: String, path: JSONPath) {
            self.logicalID = logicalID
            self.id = id
            self.name = name
            self.stageName = stageName
            self.path = path
        }

        /// What the `OPTIONS` methods answer: header values, without the quotes SAM wants round them.
        package struct CORS: Sendable, Hashable {
            package var allowOrigin: String
            /// `nil`: the methods that the path has, and `OPTIONS`.
            package var allowMethods: String?
            package var allowHeaders: String?
            /// In seconds, as text.
            package var maxAge: String?
            package var allowCredentials = false

            package init(allowOrigin: String) { self.allowOrigin = allowOrigin }
        }
    }
}
