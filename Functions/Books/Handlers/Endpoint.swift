import LambdaEvents
import LambdaRuntime

/// What one function of the book service does, apart from HTTP.
protocol Endpoint: Sendable {
    associatedtype Answer: Encodable

    /// Of an answer; 200 unless said otherwise.
    var status: HTTPStatus { get }

    /// Throws `BooksError` for what the caller can mend; any other error is one of the function.
    func answer(_ request: APIGatewayV2Request) async throws -> Answer
}

extension Endpoint {
    var status: HTTPStatus { .ok }
}

/// Runs an endpoint as a Lambda function behind an HTTP API.
struct EndpointHandler<Served: Endpoint>: LambdaHandler {
    let endpoint: Served

    init(_ endpoint: Served) { self.endpoint = endpoint }

    func handle(_ event: APIGatewayV2Request, context: LambdaContext) async throws -> APIGatewayV2Response {
        try await InvocationLog.$logger.withValue(context.logger) { try await respond(to: event) }
    }

    func respond(to event: APIGatewayV2Request) async throws -> APIGatewayV2Response {
        do {
            return try APIGatewayV2Response(statusCode: endpoint.status, encodableBody: await endpoint.answer(event))
                .asJSON
        } catch let error as BooksError {
            return try Self.refusal(error)
        }
    }

    private struct Refusal: Encodable {
        var message: String
        var errors: [String: String]?
    }

    private static func refusal(_ error: BooksError) throws -> APIGatewayV2Response {
        let (status, refusal): (HTTPStatus, Refusal) =
            switch error {
            case .malformed(let message): (.badRequest, Refusal(message: message))
            case .invalid(let errors): (.badRequest, Refusal(message: "The request is not valid", errors: errors))
            case .notFound(let message): (.notFound, Refusal(message: message))
            case .busy: (.serviceUnavailable, Refusal(message: "Too many ratings at once, try again"))
            case .unavailable(let message): (.serviceUnavailable, Refusal(message: message))
            }
        var response = try APIGatewayV2Response(statusCode: status, encodableBody: refusal).asJSON
        if error == .busy { response.headers?["retry-after"] = "1" }
        return response
    }
}

extension APIGatewayV2Response {
    fileprivate var asJSON: Self {
        var response = self
        response.headers = ["content-type": "application/json"]
        return response
    }
}
