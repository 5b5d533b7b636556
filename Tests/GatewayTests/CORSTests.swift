import Lambda
import Template
import Testing
import Wire

@testable import Gateway

private let settings = GatewayConfiguration.HTTPCORS(
    allowOrigins: ["https://app.example.com", "http://*"],
    allowMethods: ["GET", "POST"],
    allowHeaders: ["content-type", "x-token"],
    exposeHeaders: ["date"],
    maxAge: .seconds(300),
    allowCredentials: true
)

private func preflight(_ origin: String, method: String = "GET") -> HTTPHeaders {
    ["Origin": origin, "Access-Control-Request-Method": method]
}

private func access(_ response: HTTPResponse?) -> [String: String] {
    let fields = response?.headers.fields.filter { $0.name.hasPrefix("access-control-") } ?? []
    return Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) })
}

@Suite struct HTTPCORSTests {
    @Test(arguments: ["https://app.example.com", "http://localhost:5173"])
    func preflightIsAnsweredWithoutARoute(origin: String) throws {
        let harness = try GatewayHarness(.http(.init("GET", "/a", function: "f"), cors: settings))
        for path in ["/a", "/no/such/path"] {
            let response = try #require(harness.send("OPTIONS", path, preflight(origin)))
            #expect(response.status == 204)
            #expect(
                access(response) == [
                    "access-control-allow-origin": origin, "access-control-allow-methods": "GET,POST",
                    "access-control-allow-headers": "content-type,x-token", "access-control-expose-headers": "date",
                    "access-control-max-age": "300", "access-control-allow-credentials": "true",
                ]
            )
            #expect(response.headers["Apigw-Requestid"] != nil)
        }
        #expect(harness.invoker.requests.isEmpty)
    }

    @Test(arguments: ["https://other.example.com", "https://app.example.com.evil.org", "null"])
    func otherOriginsGetNoHeaders(origin: String) throws {
        let harness = try GatewayHarness(.http(.init("GET", "/a", function: "f"), cors: settings))
        let response = try #require(harness.send("OPTIONS", "/a", preflight(origin)))
        #expect(response.status == 204)
        #expect(access(response).isEmpty)
        #expect(access(harness.send("GET", "/a", ["Origin": origin])).isEmpty)
    }

    @Test func everyOriginIsAnAsterisk() throws {
        let harness = try GatewayHarness(.http(.init("GET", "/a", function: "f"), cors: .init(allowOrigins: ["*"])))
        let expected = ["access-control-allow-origin": "*"]
        #expect(access(harness.send("OPTIONS", "/a", preflight("https://x.org"))) == expected)
        #expect(access(harness.send("GET", "/a", ["Origin": "https://x.org"])) == expected)
        #expect(access(harness.send("GET", "/a")).isEmpty)
    }

    @Test func anAnswersOwnHeadersAreReplaced() throws {
        let payload =
            #"{"statusCode":200,"headers":{"Access-Control-Allow-Origin":"*","access-control-max-age":"9","x":"y"}}"#
        let harness = try GatewayHarness(.http(.init("GET", "/a", function: "f"), cors: settings), payload: payload)
        let response = harness.send("GET", "/a", ["Origin": "http://a.b"])
        #expect(
            access(response) == [
                "access-control-allow-origin": "http://a.b", "access-control-allow-credentials": "true",
                "access-control-expose-headers": "date",
            ]
        )
        #expect(response?.headers["x"] == "y")
        #expect(response?.headers["Access-Control-Max-Age"] == nil)
        #expect(harness.send("GET", "/a")?.headers["Access-Control-Allow-Origin"] == nil)
    }

    @Test func errorsCarryThemToo() throws {
        let harness = try GatewayHarness(
            .http(.init("GET", "/a", function: "f"), cors: settings),
            payload: "{}",
            error: "Unhandled"
        )
        let failed = harness.send("GET", "/a", ["Origin": "http://a.b"])
        #expect(failed?.status == 500)
        #expect(access(failed)["access-control-allow-origin"] == "http://a.b")
        let missing = harness.send("GET", "/x", ["Origin": "http://a.b"])
        #expect(missing?.status == 404)
        #expect(access(missing)["access-control-allow-origin"] == "http://a.b")
    }

    @Test func withoutSettingsTheFunctionAnswers() throws {
        let payload = #"{"statusCode":204,"headers":{"Access-Control-Allow-Origin":"*"}}"#
        let harness = try GatewayHarness(.http(.init("OPTIONS", "/a", function: "f")), payload: payload)
        let response = harness.send("OPTIONS", "/a", preflight("https://x.org"))
        #expect(response?.headers["Access-Control-Allow-Origin"] == "*")
        #expect(harness.invoker.requests.count == 1)
    }

    @Test func anOPTIONSRequestThatIsNoPreflightIsRouted() throws {
        let harness = try GatewayHarness(.http(.init("OPTIONS", "/a", function: "f"), cors: settings))
        harness.send("OPTIONS", "/a", ["Origin": "https://app.example.com"])
        #expect(harness.invoker.requests.count == 1)
        #expect(harness.send("OPTIONS", "/b")?.status == 404)
    }

    @Test(arguments: [("OPTIONS", "/a"), ("ANY", "/a"), ("ANY", "/{proxy+}"), ("ANY", "$default")])
    func aRouteThatTakesOPTIONSGetsThePreflight(method: String, path: String) throws {
        let payload =
            #"{"statusCode":201,"headers":{"access-control-allow-origin":"*","access-control-max-age":"9"},"body":"b"}"#
        let routes = [GatewayConfiguration.Route("GET", "/a", function: "g"), .init(method, path, function: "f")]
        var api = GatewayConfiguration.API.http(cors: settings)
        api.routes = routes
        let harness = try GatewayHarness(api, payload: payload)
        let response = try #require(harness.send("OPTIONS", "/a", preflight("http://a.b")))
        #expect(harness.function == "f")
        #expect(response.status == 201)
        #expect(response.text == "b")
        #expect(
            access(response) == [
                "access-control-allow-origin": "http://a.b", "access-control-allow-methods": "GET,POST",
                "access-control-allow-headers": "content-type,x-token", "access-control-expose-headers": "date",
                "access-control-max-age": "300", "access-control-allow-credentials": "true",
            ]
        )
        #expect(access(harness.send("OPTIONS", "/a", preflight("https://other.example.com"))).isEmpty)
    }

    @Test func aGuardedRouteRefusesThePreflight() throws {
        let harness = try GatewayHarness(guarded()) { _ in
            .success(InvocationResult(requestID: "r", payload: Array("{}".utf8), functionError: nil))
        }
        let refused = harness.send("OPTIONS", "/a", preflight("http://a.b"))
        #expect(refused?.status == 401)
        #expect(access(refused)["access-control-allow-methods"] == "GET,POST")
        #expect(harness.invoker.requests.isEmpty)
        let open = try GatewayHarness(guarded("$default", .init("OPTIONS", "/{proxy+}", function: "open"))) { _ in
            .success(InvocationResult(requestID: "r", payload: Array("{}".utf8), functionError: nil))
        }
        #expect(open.send("OPTIONS", "/a", preflight("http://a.b"))?.status == 200)
        #expect(open.function == "open")
    }

    @Test func guardedRoutesThatTakePreflightsAreToldOf() {
        #expect(
            guarded().problems.map(\.description) == [
                "warning /Resources/F: h1: CORS: $default refuses browsers' preflights, which carry no credentials; "
                    + "a route OPTIONS /{proxy+} without authorizer lets them pass"
            ]
        )
        #expect(guarded("$default", .init("OPTIONS", "/{proxy+}", function: "open")).problems.isEmpty)
        #expect(guarded("/a", .init("OPTIONS", "/{proxy+}", function: "open")).problems.count == 1)
        #expect(guarded("/a", .init("OPTIONS", "/a", function: "open")).problems.isEmpty)
        #expect(guarded(cors: nil).problems.isEmpty)
    }

    private func guarded(
        _ path: String = "$default",
        _ open: GatewayConfiguration.Route...,
        cors: GatewayConfiguration.HTTPCORS? = settings
    ) -> GatewayConfiguration {
        var route = GatewayConfiguration.Route("ANY", path, function: "f", source: "/Resources/F")
        route.guards.authorizer = "Guard"
        var api = GatewayConfiguration.API.http(route, cors: cors)
        api.routes += open
        api.authorizers = [
            Application.Authorizer(name: "Guard", kind: .lambda(GuardedAPI.request(.v2)), path: .root)
        ]
        return GatewayConfiguration(apis: [api])
    }

    @Test func amongSeveralAPIsTheOneOfTheRouteAnswers() throws {
        let harness = try GatewayHarness(
            .rest(.init("GET", "/r", function: "r"), cors: .init(allowOrigin: "https://rest.example.com")),
            .http(.init("GET", "/a", function: "a"), id: "plain"),
            .http(.init("GET", "/b", function: "b"), id: "shared", cors: .init(allowOrigins: ["*"]))
        )
        #expect(harness.send("OPTIONS", "/b", preflight("https://x.org"))?.status == 204)
        #expect(harness.send("OPTIONS", "/a", preflight("https://x.org"))?.status == 404)
        let rest = harness.send("OPTIONS", "/r", preflight("https://x.org"))
        #expect(rest?.headers["Access-Control-Allow-Origin"] == "https://rest.example.com")
        #expect(harness.invoker.requests.isEmpty)
    }

    @Test func anotherAPIsRouteForOPTIONSTakesNoPreflight() throws {
        let harness = try GatewayHarness(
            .http(.init("ANY", "$default", function: "a"), id: "plain"),
            .http(.init("GET", "/b", function: "b"), id: "shared", cors: .init(allowOrigins: ["*"]))
        )
        #expect(harness.send("OPTIONS", "/b", preflight("https://x.org"))?.status == 204)
        #expect(harness.invoker.requests.isEmpty)
        #expect(harness.send("OPTIONS", "/c", preflight("https://x.org"))?.status == 200)
        #expect(harness.function == "a")
    }
}

@Suite struct RESTCORSTests {
    @Test func everyPathGetsAnOPTIONSMethod() throws {
        let harness = try GatewayHarness(
            .rest(
                .init("GET", "/a", function: "f"),
                .init("POST", "/a", function: "f"),
                .init("ANY", "/b", function: "f"),
                cors: .init(allowOrigin: "*", allowHeaders: "content-type", maxAge: "600", allowCredentials: true)
            )
        )
        let response = try #require(harness.send("OPTIONS", "/Prod/a"))
        #expect(response.status == 200)
        #expect(response.text == "{}\n")
        #expect(response.headers["Content-Type"] == "application/json")
        #expect(response.headers["Access-Control-Allow-Origin"] == "*")
        #expect(response.headers["Access-Control-Allow-Headers"] == "content-type")
        #expect(response.headers["Access-Control-Allow-Methods"] == "GET,OPTIONS,POST")
        #expect(response.headers["Access-Control-Max-Age"] == "600")
        #expect(response.headers["Access-Control-Allow-Credentials"] == "true")
        #expect(response.headers["x-amzn-RequestId"] != nil)
        let any = harness.send("OPTIONS", "/b")
        #expect(any?.headers["Access-Control-Allow-Methods"] == "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT")
        #expect(harness.send("OPTIONS", "/c")?.status == 403)
        #expect(harness.invoker.requests.isEmpty)
    }

    @Test func aPathsOwnOPTIONSMethodStays() throws {
        let harness = try GatewayHarness(
            .rest(
                .init("OPTIONS", "/a", function: "own"),
                .init("GET", "/a", function: "f"),
                cors: .init(allowOrigin: "*")
            )
        )
        harness.send("OPTIONS", "/a")
        #expect(harness.function == "own")
    }

    @Test func repliesAreLeftAlone() throws {
        let harness = try GatewayHarness(
            .rest(.init("GET", "/a", function: "f"), cors: .init(allowOrigin: "*", allowMethods: "GET")),
            payload: #"{"headers":{"Access-Control-Allow-Origin":"https://own.org"}}"#
        )
        let response = harness.send("GET", "/a", ["Origin": "https://own.org"])
        #expect(response?.headers.values(of: "Access-Control-Allow-Origin") == ["https://own.org"])
        #expect(harness.send("OPTIONS", "/a")?.headers["Access-Control-Allow-Methods"] == "GET")
    }
}
