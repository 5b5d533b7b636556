import Lambda
import Template
import Testing
import Wire

@testable import Gateway

/// Which integration answers, and as whom the gateway calls functions.
@Suite struct IntegrationTests {
    private static let reply = #"{"statusCode":200}"#

    @Test func functionsAreInvokedForTheMethodOfTheRoute() throws {
        let harness = try GatewayHarness(
            .http(.init("ANY", "/books/{id}", function: "f"), .init("ANY", "$default", function: "f"), id: "h1"),
            .rest(.init("GET", "/items/{id}", function: "f"), id: "r1"),
            payload: Self.reply
        )
        harness.send("POST", "/books/7")
        harness.send("GET", "/elsewhere")
        harness.send("GET", "/Prod/items/7")
        #expect(Set(harness.invoker.requests.map(\.service?.principal)) == ["apigateway.amazonaws.com"])
        #expect(
            harness.invoker.requests.map(\.service?.sourceARN) == [
                "arn:aws:execute-api:us-east-1:000000000000:h1/$default/POST/books/{id}",
                "arn:aws:execute-api:us-east-1:000000000000:h1/$default/$default",
                "arn:aws:execute-api:us-east-1:000000000000:r1/Prod/GET/items/{id}",
            ]
        )
    }

    @Test func aRoleNeedsNoPermission() throws {
        var route = GatewayConfiguration.Route("GET", "/", function: "f")
        route.credentials = "arn:aws:iam::000000000000:role/r"
        let harness = try GatewayHarness(.http(route), payload: Self.reply)
        harness.send("GET", "/")
        #expect(harness.invoker.requests.count == 1 && harness.invoker.requests.first?.service == nil)
    }

    @Test(arguments: [(true, "Internal server error"), (false, "Internal Server Error")])
    func withoutPermissionAnAPIFails(isREST: Bool, message: String) throws {
        let route = GatewayConfiguration.Route("GET", "/a", function: "f")
        let harness = try GatewayHarness(isREST ? .rest(route) : .http(route)) { _ in
            .failure(AWSError("AccessDeniedException", status: 403, message: "no policy"))
        }
        let response = try #require(harness.send("GET", "/a"))
        #expect(response.status == 500)
        #expect(response.text.contains(message))
        #expect(harness.incidents.count == 1)
    }

    @Test func aMockAnswersByItself() throws {
        var api = GatewayConfiguration.API.rest(.init("GET", "/items", function: "f"))
        api.mockMethods = [
            Application.MockMethod(
                method: "OPTIONS",
                path: "/items",
                response: .init(
                    statusCode: 204,
                    headers: [.init(name: "Access-Control-Allow-Origin", value: "*")],
                    body: ""
                ),
                guards: .init(),
                source: .root
            )
        ]
        let harness = try GatewayHarness(api, payload: Self.reply)
        let response = try #require(harness.send("OPTIONS", "/items", ["Origin": "https://a.example"]))
        #expect(response.status == 204)
        #expect(response.headers["Access-Control-Allow-Origin"] == "*")
        #expect(response.body.isEmpty)
        #expect(harness.invoker.requests.isEmpty)
    }
}
