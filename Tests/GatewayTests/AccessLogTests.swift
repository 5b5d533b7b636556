import Lambda
import Template
import Testing
import Wire

@testable import Gateway

/// The lines that stages write of their requests.
@Suite struct AccessLogTests {
    private static func api(_ format: String, isREST: Bool = false) -> GatewayConfiguration.API {
        let route = GatewayConfiguration.Route("GET", "/books/{id}", function: "f")
        var api: GatewayConfiguration.API = isREST ? .rest(route) : .http(route)
        api.accessLog = Application.AccessLog(group: "/apis/books", format: format)
        return api
    }

    private static func line(
        _ format: String,
        isREST: Bool = false,
        _ headers: HTTPHeaders = [:],
        reply: @escaping @Sendable (InvocationRequest) -> Result<InvocationResult, AWSError>
    ) throws -> String {
        let harness = try GatewayHarness(api(format, isREST: isREST), reply: reply)
        harness.send("GET", "/books/7?x=1", headers)
        let line = try #require(harness.accessLines.first)
        #expect(harness.accessLines.count == 1)
        return line
    }

    private static func payload(_ text: String) -> @Sendable (InvocationRequest) -> Result<InvocationResult, AWSError> {
        { _ in .success(InvocationResult(requestID: "r", payload: Array(text.utf8))) }
    }

    @Test func aLineHasTheRequestsValues() throws {
        let format =
            "{\"at\":\"$context.requestTime\",\"ip\":\"$context.identity.sourceIp\",\"route\":\"$context.routeKey\","
            + "\"path\":\"$context.path\",\"status\":$context.status,\"length\":$context.responseLength,"
            + "\"agent\":\"$context.identity.userAgent\",\"who\":\"$context.authorizer.principalId\"}."
        let reply = #"{"statusCode":201,"body":"hello"}"#
        #expect(
            try Self.line(format, ["User-Agent": "curl/8"], reply: Self.payload(reply))
                == #"/apis/books h1/$default {"at":"14/Nov/2023:22:13:20 +0000","ip":"192.0.2.7","#
                + #""route":"GET /books/{id}","path":"/books/7","status":201,"length":5,"agent":"curl/8","who":"-"}."#
        )
    }

    private static let outcome =
        "$context.status $context.integrationStatus $context.integration.status $context.error.responseType "
        + "$context.error.messageString $context.integrationErrorMessage $context.responseLatency"

    @Test func functionsThatFailAreToldFromTheirReplies() throws {
        let fine = Self.payload(#"{"statusCode":418,"body":""}"#)
        #expect(try Self.line(Self.outcome, reply: fine) == "/apis/books h1/$default 418 200 418 - - - 0")
        let failed = InvocationResult(requestID: "r", payload: Array("{}".utf8), functionError: "Unhandled")
        let text = try Self.line(Self.outcome, isREST: true) { _ in .success(failed) }
        #expect(
            text == #"/apis/books r1/Prod 502 200 200 DEFAULT_5XX "Internal server error" the function failed 0"#
        )
        let refusal = AWSError("TooManyRequestsException", status: 429, message: "Rate Exceeded.")
        let refused = try Self.line(Self.outcome) { _ in .failure(refusal) }
        #expect(refused.hasPrefix("/apis/books h1/$default 503 429 429 DEFAULT_5XX \"Service Unavailable\""))
    }

    @Test func whatTheGatewayRefusesIsThereToo() throws {
        var api = Self.api("$context.requestId $context.status $context.error.message $context.integrationStatus")
        api.routes[0].guards.throttle = Application.Throttle(rate: 1, burst: 1)
        let harness = try GatewayHarness(api, reply: Self.payload("{}"))
        let ids = (0..<2).map { _ in harness.send("GET", "/books/7")?.headers["apigw-requestid"] ?? "" }
        #expect(
            harness.accessLines == [
                "/apis/books h1/$default \(ids[0]) 200 - 200",
                "/apis/books h1/$default \(ids[1]) 429 Too Many Requests -",
            ]
        )
    }
}
