extension Application {
    /// A method and a path of an API, and the function behind them.
    package struct Route: APIRoute, Hashable {
        /// In capitals; `ANY` for all methods.
        package var method: String
        /// Such as `/books/{book_id}` or `/files/{proxy+}`; `$default` for what no other route of an HTTP API takes.
        package var path: String
        /// The event and reply format; REST APIs have 1.0 only.
        package var payloadFormatVersion: PayloadFormatVersion
        /// How long the API waits for the function: at most 29 s (REST) or 30 s (HTTP).
        package var timeout: Duration
        /// The function's name.
        package var functionName: String
        /// The version or alias to invoke.
        package var qualifier: String?
        /// A REST API passes the response on as the function makes it.
        package var streamsResponse = false
        /// The role by which the API invokes the function; `nil`: the function's policy must allow it.
        package var credentials: String?
        package var guards = RouteGuards()
        /// Where the template defines the event, route or method that it is.
        package var source: JSONPath

        package init(
            method: String,
            path: String,
            payloadFormatVersion: PayloadFormatVersion,
            timeout: Duration,
            functionName: String,
            qualifier: String? = nil,
            source: JSONPath
        ) {
            self.method = method
            self.path = path
            self.payloadFormatVersion = payloadFormatVersion
            self.timeout = timeout
            self.functionName = functionName
            self.qualifier = qualifier
            self.source = source
        }

        package enum PayloadFormatVersion: String, Sendable, CaseIterable { case v1 = "1.0", v2 = "2.0" }
    }
}
