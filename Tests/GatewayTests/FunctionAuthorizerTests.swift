import RegularExpressions
import JSON
import Lambda
import Template
import Testing
import Time
import Wire

@testable import Gateway

/// A gateway whose function `guard` answers what a test tells it to.
struct GuardedAPI {
    static func rest(_ authorizer: Application.LambdaAuthorizer) -> GatewayConfiguration {
        configuration(.rest(guarded("GET", "/a/{id}"), guarded("POST", "/b")), authorizer)
    }

    static func http(_ authorizer: Application.LambdaAuthorizer) -> GatewayConfiguration {
        configuration(.http(guarded("GET", "/a/{id}"), guarded("POST", "/b")), authorizer)
    }

    private static func guarded(_ method: String, _ path: String) -> GatewayConfiguration.Route {
        var route = GatewayConfiguration.Route(method, path, function: "f")
        route.guards.authorizer = "Guard"
        return route
    }

    private static func configuration(
        _ api: GatewayConfiguration.API,
        _ authorizer: Application.LambdaAuthorizer
    ) -> GatewayConfiguration {
        var api = api
        api.authorizers = [Application.Authorizer(name: "Guard", kind: .lambda(authorizer), path: .root)]
        return GatewayConfiguration(apis: [api])
    }

    static func token(ttl: Duration = .seconds(300)) -> Application.LambdaAuthorizer {
        var authorizer = Application.LambdaAuthorizer(
            functionName: "guard",
            type: .token,
            payloadFormatVersion: .v1,
            identitySources: [.header("Authorization")]
        )
        authorizer.resultTTL = ttl
        return authorizer
    }

    static func request(
        _ version: Application.Route.PayloadFormatVersion = .v1,
        simple: Bool = false,
        _ sources: [Application.IdentitySource] = [.header("x-user")]
    ) -> Application.LambdaAuthorizer {
        var authorizer = Application.LambdaAuthorizer(
            functionName: "guard",
            type: .request,
            payloadFormatVersion: version,
            identitySources: sources
        )
        authorizer.enablesSimpleResponses = simple
        return authorizer
    }

    static func policy(_ effect: String, _ resource: String, _ more: String = "") -> String {
        #"{"principalId":"me","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"\#(effect)","#
            + #""Action":"execute-api:Invoke","Resource":"\#(resource)"}]}\#(more)}"#
    }

    static func harness(
        _ configuration: GatewayConfiguration,
        _ reply: String,
        error: String? = nil
    ) throws -> GatewayHarness {
        try GatewayHarness(configuration) { request in
            let isGuard = request.functionName == "guard"
            let payload = isGuard ? reply : "{}"
            return .success(
                InvocationResult(
                    requestID: "r",
                    payload: Array(payload.utf8),
                    functionError: isGuard ? error : nil
                )
            )
        }
    }
}

@Suite struct FunctionAuthorizerTests {
    @Test func aTokenAuthorizerSeesTheTokenAndTheMethod() throws {
        let reply = GuardedAPI.policy("Allow", "*", #","context":{"plan":"free","number":1,"flag":true}"#)
        let harness = try GuardedAPI.harness(GuardedAPI.rest(GuardedAPI.token()), reply)
        #expect(harness.send("GET", "/a/7?x=1", ["Authorization": "t"])?.status == 200)
        let event = try JSON(parsing: harness.invoker.requests[0].payload)
        #expect(
            event == [
                "type": "TOKEN", "authorizationToken": "t",
                "methodArn": "arn:aws:execute-api:us-east-1:000000000000:r1/Prod/GET/a/7",
            ]
        )
        let context = try #require(harness.event?["requestContext"]?["authorizer"])
        #expect(
            context == ["plan": "free", "number": "1", "flag": "true", "principalId": "me", "integrationLatency": 0]
        )
    }

    @Test func whoHasNoIdentityIsNotAskedAbout() throws {
        var authorizer = GuardedAPI.token()
        authorizer.identityValidationExpression = try RegularExpression("t([0-9]+)+")
        let harness = try GuardedAPI.harness(GuardedAPI.rest(authorizer), GuardedAPI.policy("Allow", "*"))
        for headers: HTTPHeaders in [
            [:], ["Authorization": ""], ["Authorization": "t1x"],
            ["Authorization": "t\(String(repeating: "1", count: 60))x"],
        ] {
            let answer = try #require(harness.send("GET", "/a/1", headers))
            #expect(answer.status == 401 && answer.text == #"{"message":"Unauthorized"}"#)
            #expect(answer.headers["x-amzn-ErrorType"] == "UnauthorizedException")
        }
        #expect(harness.invoker.requests.isEmpty)
        #expect(harness.send("GET", "/a/1", ["Authorization": "t12"])?.status == 200)
    }

    private static let denial = #"{"Message":"User is not authorized to access this resource with an explicit deny"}"#
    private static let silence = #"{"Message":"User is not authorized to access this resource"}"#

    static let answers: [(reply: String, error: String?, status: Int, body: String, type: String)] = [
        (GuardedAPI.policy("Deny", "*"), nil, 403, denial, "AccessDeniedException"),
        (GuardedAPI.policy("Allow", "*/POST/*"), nil, 403, silence, "AccessDeniedException"),
        (
            #"{"errorMessage":"Unauthorized"}"#, "Unhandled", 401, #"{"message":"Unauthorized"}"#,
            "UnauthorizedException"
        ),
        (#"{"errorMessage":"boom"}"#, "Unhandled", 500, #"{"message":null}"#, "AuthorizerFailureException"),
        ("no JSON", nil, 500, #"{"message":null}"#, "AuthorizerConfigurationException"),
        ("{}", nil, 500, #"{"message":null}"#, "AuthorizerConfigurationException"),
        (
            GuardedAPI.policy("Allow", "*", #","context":{"list":[]}"#), nil, 500, #"{"message":null}"#,
            "AuthorizerConfigurationException"
        ),
        (
            #"{"policyDocument":{"Statement":[]}}"#, nil, 500, #"{"message":null}"#,
            "AuthorizerConfigurationException"
        ),
    ]

    @Test(arguments: answers)
    func aRESTAPIAnswers(_ answer: (reply: String, error: String?, status: Int, body: String, type: String)) throws {
        let harness = try GuardedAPI.harness(
            GuardedAPI.rest(GuardedAPI.token()),
            answer.reply,
            error: answer.error
        )
        let response = try #require(harness.send("GET", "/a/1", ["Authorization": "t"]))
        #expect(response.status == answer.status && response.text == answer.body)
        #expect(response.headers["x-amzn-ErrorType"] == answer.type)
        #expect(harness.incidents.count == (answer.status == 500 ? 1 : 0))
    }

    @Test(arguments: [
        (GuardedAPI.policy("Deny", "*"), nil, 403, #"{"message":"Forbidden"}"#),
        (#"{"errorMessage":"boom"}"#, "Unhandled", 500, #"{"message":"Internal Server Error"}"#),
        ("7", nil, 500, #"{"message":"Internal Server Error"}"#),
    ])
    func anHTTPAPIAnswers(_ reply: String, _ error: String?, _ status: Int, _ body: String) throws {
        let harness = try GuardedAPI.harness(GuardedAPI.http(GuardedAPI.request()), reply, error: error)
        let response = try #require(harness.send("GET", "/a/1", ["x-user": "u"]))
        #expect(response.status == status && response.text == body)
    }

    @Test func simpleResponsesAndTheirContext() throws {
        let authorizer = GuardedAPI.request(.v2, simple: true, [.header("x-user"), .queryString("q")])
        let reply = #"{"isAuthorized":true,"context":{"list":[1],"name":"n"}}"#
        let harness = try GuardedAPI.harness(GuardedAPI.http(authorizer), reply)
        #expect(harness.send("GET", "/a/1?q=w", ["x-user": "u"])?.status == 200)
        let event = try JSON(parsing: harness.invoker.requests[0].payload)
        #expect(event["version"] == "2.0" && event["type"] == "REQUEST" && event["identitySource"] == ["u", "w"])
        #expect(event["routeArn"] == "arn:aws:execute-api:us-east-1:000000000000:h1/$default/GET/a/1")
        #expect(event["routeKey"] == "GET /a/{id}" && event["pathParameters"] == ["id": "1"])
        #expect(event["body"] == nil && event["isBase64Encoded"] == nil)
        let context = harness.event?["requestContext"]?["authorizer"]
        #expect(context == ["lambda": ["list": [1], "name": "n"]])
        #expect(harness.send("GET", "/a/1", ["x-user": "u"])?.status == 401)
        let denied = try GuardedAPI.harness(GuardedAPI.http(authorizer), #"{"isAuthorized":false}"#)
        #expect(denied.send("GET", "/a/1?q=w", ["x-user": "u"])?.text == #"{"message":"Forbidden"}"#)
    }

    @Test func requestAuthorizersSeeTheRequest() throws {
        let harness = try GuardedAPI.harness(GuardedAPI.rest(GuardedAPI.request()), GuardedAPI.policy("Allow", "*"))
        #expect(harness.send("GET", "/a/1", ["x-user": "u"])?.status == 200)
        let event = try JSON(parsing: harness.invoker.requests[0].payload)
        #expect(event["type"] == "REQUEST" && event["resource"] == "/a/{id}" && event["path"] == "/a/1")
        #expect(event["headers"]?["x-user"] == "u" && event["queryStringParameters"] == [:])
        #expect(event["stageVariables"] == [:] && event["requestContext"]?["resourcePath"] == "/a/{id}")
        let http = try GuardedAPI.harness(GuardedAPI.http(GuardedAPI.request()), GuardedAPI.policy("Allow", "*"))
        #expect(http.send("GET", "/a/1", ["x-user": "u"])?.status == 200)
        let second = try JSON(parsing: http.invoker.requests[0].payload)
        #expect(second["version"] == "1.0" && second["identitySource"] == "u" && second["authorizationToken"] == "u")
    }

    @Test func aPolicyIsKeptAndHoldsForOtherRoutes() throws {
        let harness = try GuardedAPI.harness(
            GuardedAPI.rest(GuardedAPI.token(ttl: .seconds(60))),
            GuardedAPI.policy("Allow", "arn:aws:execute-api:*:*:*/Prod/GET/*")
        )
        let token: HTTPHeaders = ["Authorization": "t"]
        #expect(harness.send("GET", "/a/1", token)?.status == 200)
        #expect(harness.send("POST", "/b", token)?.status == 403)
        #expect(harness.invoker.requests.map(\.functionName) == ["guard", "f"])
        harness.time.advance(by: .seconds(60))
        #expect(harness.send("GET", "/a/1", token)?.status == 200)
        #expect(harness.send("GET", "/a/1", ["Authorization": "other"])?.status == 200)
        #expect(harness.invoker.requests.map(\.functionName) == ["guard", "f", "guard", "f", "guard", "f"])
    }

    @Test func nothingIsKeptForNoTime() throws {
        let harness = try GuardedAPI.harness(
            GuardedAPI.rest(GuardedAPI.token(ttl: .zero)),
            GuardedAPI.policy("Allow", "*")
        )
        for _ in 0..<2 { #expect(harness.send("GET", "/a/1", ["Authorization": "t"])?.status == 200) }
        #expect(harness.invoker.requests.map(\.functionName) == ["guard", "f", "guard", "f"])
    }

    @Test func anAuthorizerHasTenSeconds() throws {
        let harness = try GatewayHarness(GuardedAPI.http(GuardedAPI.request()).apis[0], reply: nil)
        #expect(harness.send("GET", "/a/1", ["x-user": "u"]) == nil)
        harness.time.advance(by: .seconds(10))
        #expect(harness.responses.map(\.status) == [500])
    }
}

@Suite struct PolicyTests {
    static let patterns: [(pattern: String, text: String, matches: Bool)] = [
        ("*", "", true), ("*", "abc", true), ("a*c", "abbc", true), ("a*c", "abcd", false), ("a?c", "abc", true),
        ("a?c", "ac", false), ("*b*", "abc", true), ("", "a", false), ("a*b*c", "axbybzc", true),
        ("*a*a*a*a*a*a*b", String(repeating: "a", count: 200), false),
    ]

    @Test(arguments: patterns) func wildcardsMatch(_ case: (pattern: String, text: String, matches: Bool)) {
        #expect(Wildcards.match(Array(`case`.pattern.utf8), Array(`case`.text.utf8)) == `case`.matches)
    }

    private func decision(
        _ statements: String,
        _ arn: String = "arn:x/GET/a",
        referer: String? = nil
    ) throws -> ExecuteAPIPolicy.Decision {
        // 2023-11-14T22:13:20Z.
        let now = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)
        let context = PolicyContext(sourceIP: "192.0.2.7", userAgent: "curl/8.5.0", referer: referer, now: now)
        return try ExecuteAPIPolicy(JSON(parsing: #"{"Statement":\#(statements)}"#)).decision(for: arn, in: context)
    }

    @Test func statementsMayNameWhatTheyAreNotFor() throws {
        let allow = #"{"Effect":"Allow","NotAction":"s3:*","NotResource":["*/POST/*","*/PUT/*"]}"#
        #expect(try decision(allow) == .allow)
        #expect(try decision(allow, "arn:x/POST/a") == .implicitDeny)
        #expect(try decision(#"{"Effect":"Allow","NotAction":"execute-api:*","Resource":"*"}"#) == .implicitDeny)
    }

    @Test(arguments: [
        (#""IpAddress":{"aws:SourceIp":["198.51.100.0/24","192.0.2.0/28"]}"#, true),
        (#""IpAddress":{"AWS:sourceip":"192.0.2.8"}"#, false), (#""IpAddress":{"aws:SourceIp":"192.0.2.7"}"#, true),
        (#""NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}"#, false),
        (#""StringEquals":{"aws:UserAgent":["x","curl/8.5.0"]}"#, true),
        (#""StringNotEquals":{"aws:UserAgent":["x","curl/8.5.0"]}"#, false),
        (#""StringEqualsIgnoreCase":{"aws:UserAgent":"CURL/8.5.0"}"#, true),
        (#""StringLike":{"aws:UserAgent":"curl/?.*"}"#, true), (#""StringNotLike":{"aws:UserAgent":"curl*"}"#, false),
        (#""StringLike":{"aws:Referer":"*"}"#, false), (#""StringLikeIfExists":{"aws:Referer":"x"}"#, true),
        (#""StringNotEquals":{"aws:Referer":"x"}"#, true), (#""Null":{"aws:Referer":true}"#, true),
        (#""Null":{"aws:Referer":"false"}"#, false), (#""Null":{"aws:SourceVpce":"true"}"#, true),
        (#""Bool":{"aws:SecureTransport":"true"}"#, true), (#""Bool":{"aws:SecureTransport":false}"#, false),
        (#""DateLessThan":{"aws:CurrentTime":"2023-11-14T22:13:21Z"}"#, true),
        (#""DateLessThan":{"aws:CurrentTime":"2023-11-14"}"#, false),
        (#""DateGreaterThanEquals":{"aws:CurrentTime":1700000000}"#, true),
        (#""NumericGreaterThan":{"aws:EpochTime":"1700000000"}"#, false),
        (#""NumericLessThanEquals":{"aws:EpochTime":1700000000}"#, true),
        // All of them must hold.
        (#""Bool":{"aws:SecureTransport":true},"Null":{"aws:UserAgent":true}"#, false),
    ])
    func conditionsHoldOrNot(_ condition: String, _ holds: Bool) throws {
        let allow = #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{\#(condition)}}"#
        #expect(try decision(allow) == (holds ? .allow : .implicitDeny))
    }

    @Test func conditionsAreOfTheRequest() throws {
        let allow = #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Null":{"aws:Referer":"false"}}}"#
        #expect(try decision(allow, referer: "https://example.com/") == .allow)
        let policy = #"{"principalId":"me","policyDocument":{"Statement":[\#(allow)]}}"#
        let harness = try GuardedAPI.harness(GuardedAPI.rest(GuardedAPI.token()), policy)
        let refused = harness.send("GET", "/a/1", ["Authorization": "x"])
        #expect(refused?.headers["x-amzn-ErrorType"] == "AccessDeniedException")
        #expect(harness.send("GET", "/a/1", ["Authorization": "x", "Referer": "https://example.com/"])?.status == 200)
    }

    @Test func aDenialOutweighsAll() throws {
        let allow = #"{"Effect":"Allow","Action":["s3:*","execute-api:*"],"Resource":"arn:x/*"}"#
        let deny = #"{"Effect":"Deny","Action":"*","Resource":["nothing","*/GET/*"]}"#
        #expect(try decision("[\(allow)]") == .allow && decision(allow) == .allow)
        #expect(try decision("[\(allow),\(deny)]") == .explicitDeny)
        #expect(try decision("[\(deny),\(allow)]", "arn:x/POST/a") == .allow)
        #expect(try decision("[]") == .implicitDeny)
        #expect(try decision(#"[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]"#) == .implicitDeny)
    }

    @Test(arguments: [
        #"[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringIs":{"aws:UserAgent":"x"}}}]"#,
        #"[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:Unheard":"x"}}}]"#,
        #"[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NullIfExists":{"aws:UserAgent":"x"}}}]"#,
        #"[{"Effect":"Allow","Action":"*","NotAction":"s3:*","Resource":"*"}]"#,
        #"[{"Effect":"allow","Action":"*","Resource":"*"}]"#, #"[{"Effect":"Allow","Action":"*"}]"#,
        #"[{"Effect":"Allow","Action":[1],"Resource":"*"}]"#, "[1]",
    ])
    func whatIsNotUnderstoodIsNoPolicy(_ statements: String) {
        #expect(throws: Refusal.self) { try decision(statements) }
    }
}
