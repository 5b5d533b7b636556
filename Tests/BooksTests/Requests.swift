import Endpoints
import JSON
import LambdaEvents

@testable import Books

/// A request as an HTTP API sends it.
func request(
    _ route: String = "POST /search",
    path: [String: String] = [:],
    query: [String: String] = [:],
    body: String? = nil
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
        "version": "2.0", "routeKey": .string(route), "rawPath": "/", "rawQueryString": "", "headers": [:],
        "pathParameters": object(path), "queryStringParameters": object(query), "requestContext": context,
        "body": body.map(JSON.string) ?? .null, "isBase64Encoded": false,
    ]
    return try JSONCoder.decode(APIGatewayV2Request.self, from: event.bytes)
}

private func object(_ pairs: [String: String]) -> JSON { .object(.init(pairs.map { ($0, .string($1)) })) }

/// What an endpoint answers: the status and the body.
func answer(_ endpoint: some Endpoint, _ request: APIGatewayV2Request) async throws -> (status: Int, body: JSON) {
    let response = try await EndpointHandler(endpoint).respond(to: request)
    return (Int(response.statusCode.code), try JSON(parsing: response.body ?? ""))
}
