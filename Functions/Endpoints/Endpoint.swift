import LambdaEvents
import LambdaRuntime

/// What one function behind an API does, apart from HTTP.
package protocol Endpoint: Sendable {
    associatedtype Answer: Encodable

    /// Of an answer; 200 unless said otherwise.
    var status: HTTPStatus { get }

    /// Throws `RequestError` for what the caller can mend; any other error is one of the function.
    func answer(_ request: EndpointRequest) async throws -> Answer
}

extension Endpoint {
    package var status: HTTPStatus { .ok }

    /// The reply to one request: an answer or a refusal.
    func reply(to request: EndpointRequest, _ logger: LambdaLogger? = nil) async throws -> EndpointReply {
        try await InvocationLog.$logger.withValue(logger) {
            do {
                return try EndpointReply(status, await answer(request))
            } catch let error as RequestError {
                return try EndpointReply(error)
            }
        }
    }
}

/// Runs an endpoint as a Lambda function behind an HTTP API.
package struct EndpointHandler<Served: Endpoint>: LambdaHandler {
    let endpoint: Served

    package init(_ endpoint: Served) { self.endpoint = endpoint }

    package func handle(_ event: APIGatewayV2Request, context: LambdaContext) async throws -> APIGatewayV2Response {
        let reply = try await endpoint.reply(to: EndpointRequest(event), context.logger)
        return APIGatewayV2Response(statusCode: reply.status, headers: reply.headers, body: reply.body)
    }

    package func respond(to event: APIGatewayV2Request) async throws -> APIGatewayV2Response {
        let reply = try await endpoint.reply(to: EndpointRequest(event))
        return APIGatewayV2Response(statusCode: reply.status, headers: reply.headers, body: reply.body)
    }
}

/// Runs an endpoint as a Lambda function behind a REST API.
package struct RESTEndpointHandler<Served: Endpoint>: LambdaHandler {
    let endpoint: Served

    package init(_ endpoint: Served) { self.endpoint = endpoint }

    package func handle(_ event: APIGatewayRequest, context: LambdaContext) async throws -> APIGatewayResponse {
        let reply = try await endpoint.reply(to: EndpointRequest(event), context.logger)
        return APIGatewayResponse(statusCode: reply.status, headers: reply.headers, body: reply.body)
    }
}
