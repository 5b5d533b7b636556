import JSON
import Testing
import Wire

@testable import Gateway

/// Several APIs on one port.
@Suite struct SharedPortTests {
    static let books = GatewayConfiguration.API.http(
        .init("GET", "/books", function: "books"),
        .init("ANY", "$default", function: "rest-of-books"),
        id: "books"
    )
    static let admin = GatewayConfiguration.API.rest(
        .init("GET", "/books", function: "admin-books"),
        .init("GET", "/users", function: "users"),
        id: "admin"
    )

    @Test(arguments: [
        ("localhost:3000", "/books", "books"),
        // A route beats another API's $default.
        ("localhost:3000", "/users", "users"),
        ("localhost:3000", "/Prod/users", "users"),
        ("localhost:3000", "/Prod/books", "admin-books"),
        ("localhost:3000", "/elsewhere", "rest-of-books"),
        ("localhost:3000", "/Production/users", "rest-of-books"),
        ("admin.execute-api.localhost:3000", "/Prod/books", "admin-books"),
        ("admin.execute-api.localhost:3000", "/books", "admin-books"),
        ("ADMIN.execute-api.us-east-1.amazonaws.com", "/Prod/users", "users"),
        ("books.execute-api.localhost", "/users", "rest-of-books"),
    ])
    func findsTheAPI(host: String, target: String, function: String) throws {
        let harness = try GatewayHarness(Self.books, Self.admin)
        harness.send("GET", target, ["Host": host])
        #expect(harness.function == function)
    }

    /// Two stages of one API, of which each calls a function of its own.
    private static func staged(_ stage: String, _ function: String) -> GatewayConfiguration.API {
        .http(
            .init("GET", "/books", function: function),
            .init("ANY", "/files/{path+}", function: function),
            id: "books",
            stage: stage,
            variables: ["stage": stage]
        )
    }

    @Test(arguments: [
        ("localhost:3000", "/books", "live", "/books"), ("localhost:3000", "/test/books", "test", "/test/books"),
        ("books.execute-api.localhost", "/books", "live", "/books"),
        ("books.execute-api.localhost", "/test/books", "test", "/test/books"),
        ("localhost:3000", "/test/files/a/b", "test", "/test/files/a/b"),
        ("localhost:3000", "/files/test/books", "live", "/files/test/books"),
    ])
    func stagesAnswerUnderTheirNames(host: String, target: String, function: String, rawPath: String) throws {
        let harness = try GatewayHarness(Self.staged("$default", "live"), Self.staged("test", "test"))
        harness.send("GET", target, ["Host": host])
        #expect(harness.function == function)
        #expect(harness.event?["rawPath"]?.stringValue == rawPath)
        let stage = function == "test" ? "test" : "$default"
        #expect(harness.event?["requestContext"]?["stage"]?.stringValue == stage)
        #expect(harness.event?["stageVariables"]?["stage"]?.stringValue == stage)
    }

    @Test func stagesOfOneAPIDoNotCollide() throws {
        let apis = [Self.staged("$default", "live"), Self.staged("test", "test")]
        #expect(GatewayConfiguration(apis: apis).problems.isEmpty)
        #expect(GatewayConfiguration(apis: [apis[1], apis[1]]).problems.count == 1)
        let named = try GatewayHarness(apis[0], apis[1]).send("GET", "/x", ["Host": "books.execute-api.localhost"])
        #expect(named?.status == 404)
    }

    /// A path that begins with a stage's name is that stage's, however well another API's routes fit it.
    @Test(
        arguments: [
            ("/dev/zzz", "a", 200), ("/p/zzz", "b", 200), ("/zzz", "b", 200), ("/dev", "a", 200),
            ("/dev/p/x", "a", 200),
            // A route that names all of the path is meant even so.
            ("/one/report", "report", 200), ("/one/t", "t", 200), ("/one/other", nil, 403), ("/p", nil, 403),
        ] as [(String, String?, Int)]
    )
    func aPathWithItsStageBelongsToIt(path: String, function: String?, status: Int) throws {
        let harness = try GatewayHarness(
            .http(.init("ANY", "$default", function: "a"), id: "a", stage: "dev"),
            .rest(.init("ANY", "/{proxy+}", function: "b"), id: "b", stage: "p"),
            .rest(.init("GET", "/t", function: "t"), id: "c", stage: "one"),
            .http(.init("GET", "/one/report", function: "report"), id: "d")
        )
        #expect(harness.send("GET", path)?.status == status)
        #expect(harness.function == function)
        #expect(harness.send("POST", "/one/t")?.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException")
    }

    /// A route may be out of reach though none is the same.
    @Test func hiddenRoutesAreTold() throws {
        func warnings(_ apis: GatewayConfiguration.API...) -> [String] {
            GatewayConfiguration(apis: apis).problems.map(\.message)
        }
        let fallback = GatewayConfiguration.API.http(.init("ANY", "$default", function: "f"), id: "a", stage: "dev")
        let proxy = GatewayConfiguration.API.rest(.init("ANY", "/{proxy+}", function: "f"), id: "b", stage: "p")
        #expect(
            warnings(fallback, proxy) == [
                "$default gives way to ANY /{proxy+} of b, which answers at '/'; a answers at '/dev' and for "
                    + "'Host: a.execute-api.localhost'"
            ]
        )
        let one = GatewayConfiguration.API.http(.init("GET", "/{proxy+}", function: "f"), id: "c")
        #expect(warnings(fallback, one).isEmpty, "other methods come through")
        let item = GatewayConfiguration.API.http(.init("GET", "/a/{id}", function: "f"), id: "d")
        #expect(warnings(item, .http(.init("GET", "/a/{rest+}", function: "f"), id: "e")).isEmpty)
        #expect(warnings(item, .http(.init("GET", "/a/new", function: "f"), id: "e")).count == 1)
        #expect(warnings(item, .http(.init("GET", "/b/new", function: "f"), id: "e")).isEmpty)
        let stage = GatewayConfiguration.API.http(.init("GET", "/{id}", function: "f"), id: "f", stage: "a")
        #expect(warnings(.http(.init("GET", "/a/{rest+}", function: "f"), id: "e"), stage).count == 1)
    }

    @Test func hostOfNoAPIIsForbidden() throws {
        let harness = try GatewayHarness(Self.books, Self.admin)
        let response = try #require(harness.send("GET", "/books", ["Host": "nobody.execute-api.localhost:3000"]))
        #expect(response.status == 403)
        #expect(response.text == #"{"message":"Forbidden"}"#)
        #expect(harness.function == nil)
    }

    @Test func noRouteIsAnsweredInTheWordsOfTheAPIs() throws {
        let http = GatewayConfiguration.API.http(.init("GET", "/a", function: "f"))
        let rest = GatewayConfiguration.API.rest(.init("GET", "/b", function: "f"))
        #expect(try GatewayHarness(http).send("GET", "/x")?.status == 404)
        #expect(try GatewayHarness(rest).send("GET", "/x")?.status == 403)
        #expect(try GatewayHarness(http, rest).send("GET", "/x")?.status == 404)
        let named = try GatewayHarness(http, rest).send("GET", "/x", ["Host": "r1.execute-api.localhost"])
        #expect(named?.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException")
        #expect(try GatewayHarness().send("GET", "/x")?.status == 404)
    }

    @Test func collisionsAreTold() throws {
        let problems = GatewayConfiguration(apis: [Self.books, Self.admin]).problems
        #expect(
            problems.map(\.description) == [
                "warning: GET /books is a route of books too, which answers at '/'; admin answers at '/Prod' and "
                    + "for 'Host: admin.execute-api.localhost'"
            ]
        )
    }
}
