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
