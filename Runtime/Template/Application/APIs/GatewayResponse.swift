extension Application {
    /// How a REST API words one of its errors: `AWS::ApiGateway::GatewayResponse` or SAM's `GatewayResponses`.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
    package struct GatewayResponse: Sendable, Hashable {
        /// Such as `UNAUTHORIZED`; `DEFAULT_4XX` and `DEFAULT_5XX` stand for all that have none of their own.
        package var type: String
        package var statusCode: Int?
        package var headers: [Header] = []
        /// By media type. `$context.…` and `$stageVariables.…` in them stand for values.
        package var templates: [String: String] = [:]

        package init(type: String) { self.type = type }

        package struct Header: Sendable, Hashable {
            package var name: String
            package var value: Value

            package init(name: String, value: Value) {
                self.name = name
                self.value = value
            }
        }

        package enum Value: Sendable, Hashable {
            case text(String)
            case parameter(RequestParameter)
            /// Such as `error.responseType`.
            case context(String)
        }
    }
}
