import Endpoints
import JSON
import LambdaEvents

@testable import Books

/// A request as an HTTP API sends it; `reader` is whom its token names.
func request(
    _ route: String = "POST /search",
    path: [String: String] = [:],
    query: [String: String] = [:],
    headers: [String: String] = [:],
    body: String? = nil,
    reader: String? = nil
) throws -> APIGatewayV2Request {
    let http: JSON = [
        "method": "POST", "path": "/", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "test",
    ]
    let context: JSON = [
        "accountId": "000000000000", "apiId": "abc", "domainName": "localhost", "domainPrefix": "localhost",
        "http": http, "requestId": "id", "routeKey": .string(route), "stage": "$default",
        "time": "31/Oct/2023:11:15:14 +0000", "timeEpoch": 1_698_750_914_000,
    ]
    let event: JSON = [
        "version": "2.0", "routeKey": .string(route), "rawPath": "/", "rawQueryString": "", "headers": object(headers),
        "pathParameters": object(path), "queryStringParameters": object(query),
        "requestContext": .object(context.authorized(as: reader)),
        "body": body.map(JSON.string) ?? .null, "isBase64Encoded": false,
    ]
    return try JSONCoder.decode(APIGatewayV2Request.self, from: event.bytes)
}

extension JSON {
    /// A request's context with what an authorizer of tokens has found out.
    fileprivate func authorized(as reader: String?) -> Object {
        var context = objectValue ?? Object()
        if let reader {
            context["authorizer"] = ["jwt": ["claims": ["sub": .string(reader)], "scopes": .null]]
        }
        return context
    }
}

private func object(_ pairs: [String: String]) -> JSON { .object(.init(pairs.map { ($0, .string($1)) })) }

/// What an endpoint answers: the status and the body.
func answer(_ endpoint: some Endpoint, _ request: APIGatewayV2Request) async throws -> (status: Int, body: JSON) {
    let response = try await EndpointHandler(endpoint).respond(to: request)
    return (Int(response.statusCode.code), try JSON(parsing: response.body ?? ""))
}
