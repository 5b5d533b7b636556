extension Application {
    /// An HTTP API (API Gateway version 2): `AWS::Serverless::HttpApi`, SAM's implicit `ServerlessHttpApi` or
    /// `AWS::ApiGatewayV2::Api`.
    package struct HTTPAPI: Sendable, Hashable {
        package var logicalID: String
        /// Ten letters and digits, the same at every start.
        package var id: String
        package var name: String
        package var description: String?
        package var stageName = "$default"
        package var stageVariables: [String: String] = [:]
        /// What stands before the paths of its routes at the gateway: nothing, or `/{stage}` where another stage of the
        /// API answers at the root.
        package var pathPrefix = ""
        /// `nil`: the functions answer preflight requests themselves.
        package var cors: CORS?
        package var authorizers: [Authorizer] = []
        package var accessLog: AccessLog?
        package var routes: [Route] = []
        package var forwardedRoutes: [ForwardedRoute] = []
        /// Where the template defines it; the first event that uses it where it is implicit.
        package var path: JSONPath

        package init(logicalID: String, id: String, name: String, path: JSONPath) {
            self.logicalID = logicalID
            self.id = id
            self.name = name
            self.path = path
        }

        /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
        package struct CORS: Sendable, Hashable {
            package var allowOrigins: [String] = []
            package var allowMethods: [String] = []
            package var allowHeaders: [String] = []
            package var exposeHeaders: [String] = []
            /// How long a browser may keep a preflight answer.
            package var maxAge: Duration?
            package var allowCredentials = false

            package init() {}
        }
    }
}
