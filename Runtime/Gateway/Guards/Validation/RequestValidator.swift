import JSON
import Template
import Wire

/// Looks at requests before the function behind the route is called.
struct RequestValidator: Sendable {
    private let validation: Application.RequestValidation

    init(_ validation: Application.RequestValidation) { self.validation = validation }

    /// Why a request is refused; `nil` where it is not.
    func refusal(of routed: RoutedRequest) -> Refusal? {
        let missing = validation.requiredParameters.filter { IdentityValues.value($0, routed)?.isEmpty ?? true }
        if !missing.isEmpty { return .parameters(missing.sorted { $0.text < $1.text }.map(\.name)) }
        guard let schema = validation.body, Self.isJSON(routed.request) else { return nil }
        guard let body = try? JSON(parsing: routed.request.body), schema.accepts(body) else { return .body }
        return nil
    }

    /// Bodies of other types have no model. What has no type is taken for JSON.
    private static func isJSON(_ request: HTTPRequest) -> Bool {
        request.headers["Content-Type"].map { MediaType.essence($0) == "application/json" } ?? true
    }
}
