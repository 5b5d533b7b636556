import JSON
import Testing

@testable import Gateway

/// Which function a request reaches; each route's function is called as its key.
private func reached(
    _ kind: String,
    _ routes: [String],
    _ method: String,
    _ target: String
) throws -> String? {
    let list = routes.map { key in
        let parts = key.split(separator: " ")
        return parts.count == 1
            ? GatewayConfiguration.Route("ANY", key, function: key)
            : GatewayConfiguration.Route(String(parts[0]), String(parts[1]), function: key)
    }
    var api = kind == "http" ? GatewayConfiguration.API.http() : .rest()
    api.routes = list
    let harness = try GatewayHarness(api, payload: #"{"statusCode":200}"#)
    harness.send(method, target)
    return harness.function
}

@Suite struct HTTPRoutingTests {
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
    static let documented = [
        "GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default",
    ]

    @Test(arguments: [
        ("GET", "/pets/dog/1", "GET /pets/dog/1"),
        ("GET", "/pets/dog/2", "GET /pets/dog/{id}"),
        ("GET", "/pets/cat/1", "GET /pets/{proxy+}"),
        ("GET", "/pets/dog/1/2", "GET /pets/{proxy+}"),
        ("POST", "/test/5", "ANY /{proxy+}"),
        ("POST", "/pets/dog/1", "ANY /{proxy+}"),
        // A greedy parameter takes an empty rest, as recorded on AWS, but not the path without the slash.
        ("GET", "/", "ANY /{proxy+}"),
        ("GET", "/pets/", "GET /pets/{proxy+}"),
        ("GET", "/pets", "ANY /{proxy+}"),
    ])
    func documentedOrder(method: String, target: String, expected: String) throws {
        #expect(try reached("http", Self.documented, method, target) == expected)
    }

    @Test(arguments: [
        (["GET /a/b/{y}", "GET /a/{x}/c"], "GET", "/a/b/c", "GET /a/b/{y}"),
        (["GET /a/b/{y}/z", "GET /a/{x}/c"], "GET", "/a/b/c", "GET /a/{x}/c"),
        (["ANY /a", "GET /a"], "GET", "/a", "GET /a"),
        (["ANY /a", "GET /a"], "PUT", "/a", "ANY /a"),
        // The method belongs to the match: a path that fits better without it does not hide the other.
        (["POST /pets/dog", "GET /pets/{id}"], "GET", "/pets/dog", "GET /pets/{id}"),
        // Full before greedy, even where the greedy one has more literals.
        (["GET /a/{rest+}", "GET /{x}/{y}"], "GET", "/a/b", "GET /{x}/{y}"),
        (["GET /{rest+}", "GET /a/{rest+}", "GET /a/{x}/{rest+}"], "GET", "/a/b/c", "GET /a/{x}/{rest+}"),
        (["GET /caf\u{e9}"], "GET", "/caf%C3%A9", "GET /caf\u{e9}"),
        (["GET /"], "GET", "/", "GET /"),
        (["GET /"], "GET", "/?a=1", "GET /"),
        (["GET /a"], "GET", "/a?x", "GET /a"),
        (["$default"], "TRACE", "/x", "$default"),
    ])
    func specificity(routes: [String], method: String, target: String, expected: String) throws {
        #expect(try reached("http", routes, method, target) == expected)
    }

    @Test(arguments: [
        (["GET /a"], "GET", "/a/"), (["GET /a"], "POST", "/a"), (["GET /a"], "HEAD", "/a"), (["GET /a"], "GET", "/A"),
        (["GET /a/{x}"], "GET", "/a/"), (["GET /a/{x}"], "GET", "/a"), (["GET /a/{x}"], "GET", "/a/b/c"),
        (["GET /a/{x+}"], "GET", "/a"), (["ANY /a"], "TRACE", "/a"), ([], "GET", "/"), (["GET /a"], "OPTIONS", "*"),
    ])
    func noRoute(routes: [String], method: String, target: String) throws {
        #expect(try reached("http", routes, method, target) == nil)
    }

    @Test(arguments: [
        ("/users/{id}", "/users/42", #"{"id":"42"}"#),
        ("/users/{id}", "/users/J%C3%BCrgen%20M", #"{"id":"Jürgen M"}"#),
        ("/users/{id}", "/users/a%2Fb", #"{"id":"a/b"}"#),
        ("/users/{id}", "/users/a+b", #"{"id":"a+b"}"#),
        ("/{a}/x/{b}", "/1/x/2", #"{"a":"1","b":"2"}"#),
        ("/files/{proxy+}", "/files/a/b%20c/", #"{"proxy":"a/b c/"}"#),
        ("/{proxy+}", "/", #"{"proxy":""}"#),
    ])
    func parametersAreDecoded(path: String, target: String, expected: String) throws {
        let harness = try GatewayHarness(.http(.init("GET", path, function: "f")))
        harness.send("GET", target)
        #expect(harness.event?["pathParameters"] == (try JSON(parsing: expected)))
    }
}

@Suite struct RESTRoutingTests {
    @Test(arguments: [
        (["GET /a", "ANY /{proxy+}"], "GET", "/a", "GET /a"),
        (["GET /a", "ANY /{proxy+}"], "GET", "/a/", "GET /a"),
        (["GET /a", "ANY /{proxy+}"], "GET", "//a", "GET /a"),
        (["GET /a", "ANY /{proxy+}"], "GET", "/b/c", "ANY /{proxy+}"),
        (["GET /a/b", "ANY /a/{proxy+}"], "GET", "/a/c", "ANY /a/{proxy+}"),
        (["GET /a/b", "GET /{x}"], "GET", "/a", "GET /{x}"),
        (["ANY /"], "GET", "/", "ANY /"),
        (["ANY /"], "GET", "", "ANY /"),
        (["GET /a/"], "GET", "/a", "GET /a/"),
    ])
    func resources(routes: [String], method: String, target: String, expected: String) throws {
        #expect(try reached("rest", routes, method, target) == expected)
        #expect(try reached("rest", routes, method, "/Prod" + target) == expected)
    }

    @Test(arguments: [
        // The resource is chosen first, its method after that.
        (["POST /a", "GET /{x}"], "GET", "/a"), (["ANY /{proxy+}"], "GET", "/"), (["GET /a/{x}"], "GET", "/a/"),
        (["GET /a"], "HEAD", "/a"), (["ANY /a"], "TRACE", "/a"),
    ])
    func noMethod(routes: [String], method: String, target: String) throws {
        #expect(try reached("rest", routes, method, target) == nil)
    }

    @Test(arguments: [
        // As recorded on AWS.
        ("/proxy-value", "proxy-value"), ("/proxy-value/", "proxy-value"),
        ("/proxy-value//double-slash", "proxy-value//double-slash"), ("//proxy-value", "proxy-value"),
        (
            "/user/test%2Balias@gmail.com/plus/test+alias@gmail.com",
            "user/test%2Balias@gmail.com/plus/test+alias@gmail.com"
        ),
        ("/a%20b", "a%20b"),
    ])
    func greedyParameterStaysEncoded(target: String, expected: String) throws {
        let harness = try GatewayHarness(.rest(.init("ANY", "/{proxy+}", function: "f")))
        harness.send("GET", "/Prod" + target)
        #expect(harness.event?["pathParameters"] == ["proxy": .string(expected)])
    }
}

@Suite struct ManyRoutesTests {
    @Test func tenThousandRoutesStayApart() throws {
        var trie = RouteTrie<Int>()
        for index in 0..<10_000 {
            trie.insert(index, method: "GET", pattern: try RoutePattern("/tenant\(index % 100)/{id}/item\(index)"))
        }
        for index in stride(from: 0, to: 10_000, by: 7) {
            let path = RequestPath("/tenant\(index % 100)/x/item\(index)", trimsSlashes: false)
            #expect(trie.full("GET", path.segments) == index)
        }
        #expect(trie.full("GET", ["tenant1", "x", "item2"]) == nil)
    }

    @Test func longPathsEndWhereTheRoutesEnd() throws {
        let harness = try GatewayHarness(
            .http(.init("GET", "/{a}/{b}/{c+}", function: "f"), .init("GET", "/x/{b}/y", function: "g"))
        )
        harness.send("GET", "/" + Array(repeating: "x", count: 4000).joined(separator: "/"))
        #expect(harness.function == "f")
    }
}
