import Template

/// The APIs that the gateway serves, as plain values.
///
/// `problems` tells what is wrong with them; a `Gateway` is made only of a configuration without errors.
package struct GatewayConfiguration: Sendable, Hashable {
    /// In the order in which they answer where two of them could.
    package var apis: [API]
    package var usagePlans: [Application.UsagePlan] = []
    package var apiKeys: [Application.APIKey] = []
    /// By issuer: where its JWKS is, a URL or a file, when it is not to be asked for that.
    package var keySetLocations: [String: String] = [:]
    /// For all APIs together; `nil`: no limit.
    package var accountThrottle: Application.Throttle?

    package init(apis: [API] = []) { self.apis = apis }

    /// One API at its one stage.
    package struct API: Sendable, Hashable {
        /// Letters, digits and `-`; the first label of the API's host name.
        package var id: String
        /// How problems call it: the logical id, say.
        package var name: String
        package var kind: Kind
        /// `$default` (HTTP APIs only) or letters, digits, `_` and `-`.
        package var stageName: String
        package var stageVariables: [String: String]
        package var routes: [Route]
        /// Methods of a REST API that the gateway answers itself.
        package var mockMethods: [Application.MockMethod] = []
        /// Those that lead to web servers and services.
        package var forwardedRoutes: [Application.ForwardedRoute] = []
        package var authorizers: [Application.Authorizer] = []
        /// What guards the `OPTIONS` methods that a REST API's CORS settings add.
        package var preflightGuards = Application.RouteGuards()
        /// A REST API's authorizers name the API keys, not its clients.
        package var takesKeysFromAuthorizer = false
        /// How a REST API words its errors.
        package var gatewayResponses: [Application.GatewayResponse] = []
        package var accessLog: Application.AccessLog?
        /// Where it was defined, for problems.
        package var source: String

        package init(
            id: String,
            name: String,
            kind: Kind,
            stageName: String,
            stageVariables: [String: String] = [:],
            routes: [Route] = [],
            source: String = ""
        ) {
            self.id = id
            self.name = name
            self.kind = kind
            self.stageName = stageName
            self.stageVariables = stageVariables
            self.routes = routes
            self.source = source
        }
    }

    /// What makes the two kinds of API differ.
    package enum Kind: Sendable, Hashable {
        /// An HTTP API (API Gateway version 2). Without `cors`, functions answer preflight requests themselves.
        case http(cors: HTTPCORS? = nil)
        /// A REST API (API Gateway version 1). Bodies of a media type in `binaryMediaTypes` (`image/png`, `image/*`,
        /// `*/*`) travel as base64. `cors` adds an `OPTIONS` method to every path that has none.
        case rest(binaryMediaTypes: [String] = [], cors: RESTCORS? = nil)

        var isREST: Bool { if case .rest = self { true } else { false } }
    }

    /// A method and a path, and the function behind them.
    package struct Route: Sendable, Hashable {
        /// In capitals; `ANY` for all methods.
        package var method: String
        /// Such as `/books/{book_id}` or `/files/{proxy+}`; `$default` for what no other route of an HTTP API takes.
        package var path: String
        package var functionName: String
        /// The version or alias to invoke.
        package var qualifier: String?
        /// `nil`: 2.0 on an HTTP API, 1.0 on a REST API, which has no other.
        package var payloadFormat: PayloadFormat?
        /// How long the gateway waits for the function. `nil`: 30 s on an HTTP API, 29 s on a REST API, the longest
        /// that either allows.
        package var timeout: Duration?
        /// The role by which the gateway invokes the function; `nil`: the function's policy must allow it.
        package var credentials: String?
        /// A REST API passes the response on as the function makes it.
        package var streamsResponse = false
        package var guards = Application.RouteGuards()
        /// Where it was defined, for problems.
        package var source: String

        package init(
            _ method: String,
            _ path: String,
            function functionName: String,
            qualifier: String? = nil,
            payloadFormat: PayloadFormat? = nil,
            timeout: Duration? = nil,
            source: String = ""
        ) {
            self.method = method
            self.path = path
            self.functionName = functionName
            self.qualifier = qualifier
            self.payloadFormat = payloadFormat
            self.timeout = timeout
            self.source = source
        }

        /// `GET /books/{book_id}`, or `$default`.
        package var routeKey: String { isDefault ? path : "\(method) \(path)" }

        var isDefault: Bool { path == "$default" }
    }

    /// The format of a function's event and of its reply.
    package enum PayloadFormat: String, Sendable, Hashable {
        case v1 = "1.0"
        case v2 = "2.0"
    }
}
