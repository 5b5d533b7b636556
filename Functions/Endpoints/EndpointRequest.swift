import LambdaEvents

/// A request as endpoints read it, whichever kind of API it came through.
package struct EndpointRequest: DecodableRequest, Sendable {
    package var body: String?
    package var isBase64Encoded: Bool
    /// As the API hands them on: HTTP APIs decode them, REST APIs leave them as the client encoded them.
    package var pathParameters: [String: String]
    package var queryStringParameters: [String: String]
    /// The id of the API that the client called.
    package var apiID: String
    /// Whom the API's authorizer found the caller to be; `nil` where the route has none.
    package var subject: String?
}

extension EndpointRequest {
    package init(_ event: APIGatewayV2Request) {
        body = event.body
        isBase64Encoded = event.isBase64Encoded
        pathParameters = event.pathParameters
        queryStringParameters = event.queryStringParameters
        apiID = event.context.apiId
        subject = event.context.authorizer?.jwt?.claims?["sub"]
    }

    package init(_ event: APIGatewayRequest) {
        body = event.body
        isBase64Encoded = event.isBase64Encoded
        pathParameters = event.pathParameters
        queryStringParameters = event.queryStringParameters
        apiID = event.requestContext.apiId
        subject = event.requestContext.authorizer?.principalId
    }
}
