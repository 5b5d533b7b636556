extension Application {
    /// A method of a REST API that the gateway answers itself: one with an integration of type `MOCK`.
    package struct MockMethod: APIRoute, Hashable {
        /// In capitals; `ANY` for all methods.
        package var method: String
        package var path: String
        package var response: MockResponse
        package var guards: RouteGuards
        /// Where the template defines it.
        package var source: JSONPath

        package init(method: String, path: String, response: MockResponse, guards: RouteGuards, source: JSONPath) {
            self.method = method
            self.path = path
            self.response = response
            self.guards = guards
            self.source = source
        }
    }

    package struct MockResponse: Sendable, Hashable {
        package var statusCode: Int
        /// In the order of the template.
        package var headers: [Header]
        package var body: String

        package init(statusCode: Int, headers: [Header], body: String) {
            self.statusCode = statusCode
            self.headers = headers
            self.body = body
        }

        package struct Header: Sendable, Hashable {
            package var name: String
            package var value: String

            package init(name: String, value: String) {
                self.name = name
                self.value = value
            }
        }
    }
}
