/// A method and a path of an API, whatever answers there.
package protocol APIRoute: Sendable {
    /// In capitals; `ANY` for all methods.
    var method: String { get }
    /// Such as `/books/{book_id}` or `/files/{proxy+}`; `$default` for what no other route of an HTTP API takes.
    var path: String { get }
    var guards: Application.RouteGuards { get set }
    /// Where the template defines the event, route or method that it is.
    var source: JSONPath { get }
}

extension APIRoute {
    /// `GET /books/{book_id}` or `$default`, as an event's `routeKey` has it.
    package var routeKey: String { path == "$default" ? path : "\(method) \(path)" }

    /// The path behind the prefix of the API's stage.
    package func path(under prefix: String) -> String {
        prefix.isEmpty || path.hasPrefix("/") ? prefix + path : "\(prefix)/\(path)"
    }
}
