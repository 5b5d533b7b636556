import JSON
import Template
import Wire

extension Application.MappedValue {
    /// The text that a request makes of it; `nil` where it is a value that the request does not have.
    func text(_ routed: RoutedRequest) -> String? {
        if parts.count == 1 { return Self.text(parts[0], routed) }
        return parts.map { Self.text($0, routed) ?? "" }.joined()
    }

    private static func text(_ part: Part, _ routed: RoutedRequest) -> String? {
        switch part {
        case .text(let text): text
        case .parameter(let parameter): value(parameter, routed)
        case .allValues(let parameter): values(parameter, routed)
        case .path: PercentEncoding.decode(routed.match.path.text)
        case .body(let steps): body(steps, routed)
        case .context(let name): ContextVariables.value(name, routed)
        }
    }

    /// Of parameters of the path as they are meant, not as the client encoded them.
    private static func value(_ parameter: Application.RequestParameter, _ routed: RoutedRequest) -> String? {
        let value = IdentityValues.value(parameter, routed)
        return parameter.place == .path && routed.api.isREST ? value.map { PercentEncoding.decode($0) } : value
    }

    private static func values(_ parameter: Application.RequestParameter, _ routed: RoutedRequest) -> String? {
        let values: [String]
        switch parameter.place {
        case .header: values = routed.request.headers.values(of: parameter.name)
        case .querystring:
            let entry = routed.queryValues.entries.first { $0.name == parameter.name }
            values = entry.map { [$0.first] + $0.others } ?? []
        case .path: return value(parameter, routed)
        }
        return values.isEmpty ? nil : values.joined(separator: ",")
    }

    private static func body(_ steps: [String], _ routed: RoutedRequest) -> String? {
        if steps.isEmpty { return String(decoding: routed.request.body, as: UTF8.self) }
        guard var value = try? JSON(parsing: routed.request.body) else { return nil }
        for step in steps {
            let elements = value.arrayValue
            let element = elements.flatMap { list in Int(step).flatMap { list.indices.contains($0) ? list[$0] : nil } }
            guard let next = elements == nil ? value[step] : element else { return nil }
            value = next
        }
        return value.isNull ? nil : value.stringValue ?? value.text
    }
}
