import LambdaEvents
import LambdaRuntime

/// What one function behind an HTTP API does, apart from HTTP.
package protocol Endpoint: Sendable {
    associatedtype Answer: Encodable

    /// Of an answer; 200 unless said otherwise.
    var status: HTTPStatus { get }

    /// Throws `RequestError` for what the caller can mend; any other error is one of the function.
    func answer(_ request: APIGatewayV2Request) async throws -> Answer
}

extension Endpoint {
    package var status: HTTPStatus { .ok }
}

/// Runs an endpoint as a Lambda function behind an HTTP API.
package struct EndpointHandler<Served: Endpoint>: LambdaHandler {
    let endpoint: Served

    package init(_ endpoint: Served) { self.endpoint = endpoint }

    package func handle(_ event: APIGatewayV2Request, context: LambdaContext) async throws -> APIGatewayV2Response {
        try await InvocationLog.$logger.withValue(context.logger) { try await respond(to: event) }
    }

    package func respond(to event: APIGatewayV2Request) async throws -> APIGatewayV2Response {
        do {
            return try APIGatewayV2Response(statusCode: endpoint.status, encodableBody: await endpoint.answer(event))
                .asJSON
        } catch let error as RequestError {
            return try Self.refusal(error)
        }
    }

    private struct Refusal: Encodable {
        var message: String
        var errors: [String: String]?
    }

    private static func refusal(_ error: RequestError) throws -> APIGatewayV2Response {
        let (status, refusal): (HTTPStatus, Refusal) =
            switch error {
            case .malformed(let message): (.badRequest, Refusal(message: message))
            case .invalid(let errors): (.badRequest, Refusal(message: "The request is not valid", errors: errors))
            case .notFound(let message): (.notFound, Refusal(message: message))
            case .busy(let message): (.serviceUnavailable, Refusal(message: message))
            case .unavailable(let message): (.serviceUnavailable, Refusal(message: message))
            }
        var response = try APIGatewayV2Response(statusCode: status, encodableBody: refusal).asJSON
        if case .busy = error { response.headers?["retry-after"] = "1" }
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
