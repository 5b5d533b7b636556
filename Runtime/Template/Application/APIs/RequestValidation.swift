extension Application {
    /// What a REST API looks at before it calls the function behind a route.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
    package struct RequestValidation: Sendable, Hashable {
        /// What a JSON body must be; `nil`: bodies are not looked at.
        package var body: JSONSchema?
        /// What must be there.
        package var requiredParameters: [RequestParameter] = []

        package init() {}
    }

    /// `method.request.header.X`, `method.request.querystring.X` or `method.request.path.X`.
    package struct RequestParameter: Sendable, Hashable {
        package enum Place: String, Sendable, CaseIterable { case header, querystring, path }

        package var place: Place
        package var name: String

        package init(_ place: Place, _ name: String) {
            self.place = place
            self.name = name
        }

        /// As templates write it.
        package var text: String { "method.request.\(place.rawValue).\(name)" }

        /// `nil` for a text that names none.
        package init?(_ text: String) {
            let parts = text.split(separator: ".", maxSplits: 3).map(String.init)
            guard parts.count == 4, parts[0] == "method", parts[1] == "request", let place = Place(rawValue: parts[2])
            else { return nil }
            self.init(place, parts[3])
        }
    }
}
