import Template
import Testing

@testable import Gateway

@Suite struct ConfigurationTests {
    private func problems(_ api: GatewayConfiguration.API) -> [String] {
        GatewayConfiguration(apis: [api]).problems.map(\.description)
    }

    @Test(arguments: [
        ("a", "a path begins with '/'"),
        ("/a/{b", "'{b' is no segment: a parameter in braces takes a whole one"),
        ("/a/x{b}", "'x{b}' is no segment: a parameter in braces takes a whole one"),
        ("/{}", "'' is no parameter name: letters, digits and . _ - : make one"),
        ("/{a b}", "'a b' is no parameter name: letters, digits and . _ - : make one"),
        ("/{p+}/x", "a greedy parameter such as {proxy+} can only be the last segment"),
        ("/{a}/{a}", "two parameters have the same name"),
    ])
    func wrongPaths(path: String, reason: String) {
        let found = problems(.http(.init("GET", path, function: "f", source: "/Resources/F")))
        #expect(found == ["error /Resources/F: h1: \(path) is no path: \(reason)"])
    }

    @Test func wrongRoutes() {
        #expect(problems(.http(.init("FETCH", "/a", function: "f"))).first?.contains("FETCH is no method") == true)
        #expect(problems(.rest(.init("ANY", "$default", function: "f"))).count == 1)
        #expect(problems(.rest(.init("GET", "/a", function: "f", payloadFormat: .v2))).count == 1)
        #expect(problems(.rest(.init("GET", "/a", function: "f", timeout: .seconds(30)))).count == 1)
        #expect(problems(.http(.init("GET", "/a", function: "f", timeout: .seconds(30)))).isEmpty)
        #expect(problems(.http(.init("GET", "/a", function: "f", timeout: .milliseconds(49)))).count == 1)
        #expect(problems(.http(id: "a b")).count == 1)
        #expect(problems(.http(stage: "a/b")).count == 1)
        #expect(problems(.rest(stage: "$default")).count == 1)
    }

    @Test func anAuthorizerMustBeThere() {
        var route = GatewayConfiguration.Route("GET", "/a", function: "f")
        route.guards.authorizer = "Nobody"
        #expect(problems(.http(route)) == ["error: h1: GET /a: there is no authorizer Nobody"])
    }

    @Test func duplicates() {
        let same = problems(.http(.init("GET", "/a/{x}", function: "f"), .init("GET", "/a/{y}", function: "g")))
        #expect(same == ["error: h1: GET /a/{y} for g and GET /a/{x} for f are the same route"])
        #expect(problems(.http(.init("GET", "/a", function: "f"), .init("ANY", "/a", function: "g"))).isEmpty)
        #expect(problems(.http(.init("GET", "/a", function: "f"), .init("GET", "/a/", function: "g"))).isEmpty)
        #expect(problems(.rest(.init("GET", "/a", function: "f"), .init("GET", "/a/", function: "g"))).count == 1)
        #expect(GatewayConfiguration(apis: [.http(), .http()]).problems.count == 1)
    }

    @Test func aRESTResourceHasOneVariableChild() {
        let found = problems(.rest(.init("GET", "/a/{x}", function: "f"), .init("PUT", "/a/{y}", function: "g")))
        #expect(
            found == [
                "error: r1: /a/{y}: a sibling ({x}) of this resource ({y}) already has a variable path part "
                    + "-- only one is allowed"
            ]
        )
        #expect(problems(.rest(.init("GET", "/{x}/a", function: "f"), .init("GET", "/{x}", function: "g"))).isEmpty)
        #expect(problems(.http(.init("GET", "/{x}", function: "f"), .init("PUT", "/{y}", function: "g"))).isEmpty)
    }

    @Test func wrongCORS() {
        #expect(problems(.http(cors: .init(allowOrigins: ["https://*.example.com"]))).count == 1)
        let warned = GatewayConfiguration(apis: [.http(cors: .init(allowOrigins: ["*"], allowCredentials: true))])
        #expect(warned.problems.map(\.severity) == [.warning])
    }

    @Test func errorsKeepAGatewayFromBeingMade() {
        #expect(throws: GatewayConfigurationError.self) {
            try GatewayHarness(.http(.init("GET", "a", function: "f")))
        }
    }
}
