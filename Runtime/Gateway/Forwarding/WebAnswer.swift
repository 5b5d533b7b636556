import RegularExpressions
import Template
import Wire

/// Makes what a web server has answered into what the client gets.
enum WebAnswer {
    static func response(
        _ result: Result<HTTPResponse, WebCallFailure>,
        from target: Application.WebTarget,
        to routed: RoutedRequest
    ) -> Result<HTTPResponse, GatewayError> {
        switch result {
        case .failure(.timedOut): return .failure(.endpointTimedOut)
        case .failure(.tooLong): return .failure(.endpointFailed("its response is longer than 10 MB"))
        case .failure(.unreachable(let why)): return .failure(.endpointUnreachable(why))
        case .success(var response):
            guard (200...599).contains(response.status) else {
                return .failure(.endpointFailed("its status \(response.status) is none that ends a request"))
            }
            guard routed.api.isREST else {
                response.headers.dropConnectionFields()
                return .success(response)
            }
            makeText(&response, routed)
            if let responses = target.responses { return custom(response, responses) }
            response.headers.remapConnectionFields()
            return .success(response)
        }
    }

    /// The one that is for the server's status. Without any there is nothing to answer.
    private static func custom(
        _ answer: HTTPResponse,
        _ responses: [Application.WebTarget.Response]
    ) -> Result<HTTPResponse, GatewayError> {
        let status = String(answer.status)
        let chosen =
            responses.first { $0.selectionPattern?.matchesWhole(status) ?? false }
            ?? responses.first { $0.selectionPattern == nil }
        guard let chosen else { return .failure(.endpointFailed("no IntegrationResponse is for its status \(status)")) }
        let type = answer.headers["Content-Type"] ?? "application/json"
        var response = HTTPResponse(status: chosen.statusCode, headers: ["Content-Type": type], body: answer.body)
        response.headers["Content-Encoding"] = answer.headers["Content-Encoding"]
        for header in chosen.headers {
            switch header.value {
            case .text(let text): response.headers[header.name] = text
            case .header(let name): if let value = answer.headers[name] { response.headers[header.name] = value }
            }
        }
        return .success(response)
    }

    /// To a REST API, what is not of its binary media types is text, and bytes in it that are not UTF-8 become U+FFFD.
    private static func makeText(_ response: inout HTTPResponse, _ routed: RoutedRequest) {
        let types = routed.api.binaryMediaTypes
        let isBinary = types.contains(response.headers["Content-Type"]) || response.headers["Content-Encoding"] != nil
        if isBinary || String(validating: response.body, as: UTF8.self) != nil { return }
        response.body = Array(String(decoding: response.body, as: UTF8.self).utf8)
    }
}
