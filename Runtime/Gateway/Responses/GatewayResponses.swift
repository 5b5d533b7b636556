import JSON
import Template
import Wire

/// The responses by which a REST API words its errors.
struct GatewayResponses: Sendable {
    private let byType: [String: Application.GatewayResponse]

    /// `nil` where there are none.
    init?(_ responses: [Application.GatewayResponse]) {
        guard !responses.isEmpty else { return nil }
        byType = Dictionary(responses.map { ($0.type, $0) }) { $1 }
    }

    /// The response of this type, or of all like it; `nil` where the API has neither. `instead`: of which answer.
    func response(
        _ type: GatewayResponseType,
        message: String? = nil,
        to routed: RoutedRequest,
        instead answer: HTTPResponse
    ) -> HTTPResponse? {
        guard let own = byType[type.rawValue] ?? byType[type.fallback] else { return nil }
        let message = message ?? Self.message(of: answer)
        var response = answer
        if let status = own.statusCode { response.status = status }
        for header in own.headers {
            guard let value = Self.value(header.value, type, message, routed) else { continue }
            response.headers[header.name] = value
        }
        if let (mediaType, template) = Self.template(own) {
            response.headers["Content-Type"] = mediaType
            response.body = Array(Self.fill(template, type, message, routed).utf8)
        }
        return response
    }

    private static func message(of answer: HTTPResponse) -> String? {
        (try? JSON(parsing: answer.body)).flatMap { $0["message"]?.stringValue }
    }

    /// JSON where there is a choice.
    private static func template(_ response: Application.GatewayResponse) -> (mediaType: String, text: String)? {
        let json = "application/json"
        if let text = response.templates[json] { return (json, text) }
        return response.templates.min { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func value(
        _ value: Application.GatewayResponse.Value,
        _ type: GatewayResponseType,
        _ message: String?,
        _ routed: RoutedRequest
    ) -> String? {
        switch value {
        case .text(let text): text
        case .parameter(let parameter): IdentityValues.value(parameter, routed)
        case .context(let name): variable(name, type, message, routed)
        }
    }

    private static func variable(
        _ name: String,
        _ type: GatewayResponseType,
        _ message: String?,
        _ routed: RoutedRequest
    ) -> String? {
        switch name {
        case "error.message": message
        case "error.messageString": message.map { JSON.string($0).text } ?? "null"
        case "error.responseType": type.rawValue
        case "error.validationErrorString": type == .badRequestBody ? message : nil
        default: ContextVariables.value(name, routed)
        }
    }

    /// Puts values in the places of `$context.…` and `$stageVariables.…`; of those that there are not, nothing.
    private static func fill(
        _ template: String,
        _ type: GatewayResponseType,
        _ message: String?,
        _ routed: RoutedRequest
    ) -> String {
        var parts = template.split(separator: "$", omittingEmptySubsequences: false)
        var filled = String(parts.removeFirst())
        for part in parts {
            let word = part.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") }
            // A full stop behind a name ends a sentence.
            let name = word.hasSuffix(".") ? word.dropLast() : word
            if name.hasPrefix("context.") {
                filled += variable(String(name.dropFirst("context.".count)), type, message, routed) ?? ""
            } else {
                let variable = name.dropFirst("stageVariables.".count)
                filled += routed.api.stageVariables.first { $0.name == variable }?.value ?? ""
            }
            filled += part.dropFirst(name.count)
        }
        return filled
    }
}
