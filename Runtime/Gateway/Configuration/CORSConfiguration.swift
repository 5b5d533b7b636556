extension GatewayConfiguration {
    /// How an HTTP API answers requests from other origins.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    package struct HTTPCORS: Sendable, Hashable {
        /// Origins as browsers send them, `*`, `https://*` or `http://*`.
        package var allowOrigins: [String]
        package var allowMethods: [String]
        package var allowHeaders: [String]
        package var exposeHeaders: [String]
        /// How long a browser may keep a preflight answer; whole seconds.
        package var maxAge: Duration?
        package var allowCredentials: Bool

        package init(
            allowOrigins: [String] = [],
            allowMethods: [String] = [],
            allowHeaders: [String] = [],
            exposeHeaders: [String] = [],
            maxAge: Duration? = nil,
            allowCredentials: Bool = false
        ) {
            self.allowOrigins = allowOrigins
            self.allowMethods = allowMethods
            self.allowHeaders = allowHeaders
            self.exposeHeaders = exposeHeaders
            self.maxAge = maxAge
            self.allowCredentials = allowCredentials
        }
    }

    /// What the `OPTIONS` methods answer that SAM adds to a REST API: header values, without the quotes round them that
    /// SAM asks for. Replies of functions get none of these headers, as on AWS.
    ///
    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html
    package struct RESTCORS: Sendable, Hashable {
        package var allowOrigin: String
        /// `nil`: the methods that the path has, and `OPTIONS`.
        package var allowMethods: String?
        package var allowHeaders: String?
        /// In seconds, as text.
        package var maxAge: String?
        package var allowCredentials: Bool

        package init(
            allowOrigin: String,
            allowMethods: String? = nil,
            allowHeaders: String? = nil,
            maxAge: String? = nil,
            allowCredentials: Bool = false
        ) {
            self.allowOrigin = allowOrigin
            self.allowMethods = allowMethods
            self.allowHeaders = allowHeaders
            self.maxAge = maxAge
            self.allowCredentials = allowCredentials
        }
    }
}
