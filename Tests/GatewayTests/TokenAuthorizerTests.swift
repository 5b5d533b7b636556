import Crypto
import FoundationEssentials
import JSON
import Lambda
import Synchronization
import Template
import Testing
import Time
import Wire

@testable import Gateway

/// An issuer whose documents are asked for, and how often.
private final class Issuer: Sendable {
    private struct State {
        var key: P256.Signing.PrivateKey
        var kid: String
        var asked: [String] = []
        var isThere = true
    }

    private let state = Mutex(State(key: P256.Signing.PrivateKey(), kid: "1"))

    var asked: [String] { state.withLock(\.asked) }

    func changeKey(_ kid: String) { state.withLock { ($0.key, $0.kid) = (P256.Signing.PrivateKey(), kid) } }
    func leave() { state.withLock { $0.isThere = false } }

    func fetch(_ url: String, _ completion: @Sendable (Result<[UInt8], FetchFailure>) -> Void) {
        let (key, kid, isThere) = state.withLock { state in
            state.asked.append(url)
            return (state.key, state.kid, state.isThere)
        }
        guard isThere else { return completion(.failure(FetchFailure("nobody is there"))) }
        if url.hasSuffix("openid-configuration") {
            return completion(.success(Array(#"{"jwks_uri":"https://i.example/keys"}"#.utf8)))
        }
        let point = key.publicKey.x963Representation
        let document: JSON = [
            "keys": [
                [
                    "kty": "EC", "crv": "P-256", "kid": .string(kid), "x": .string(Self.encode(point[1...32])),
                    "y": .string(Self.encode(point[33...64])),
                ]
            ]
        ]
        completion(.success(document.bytes))
    }

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    func token(_ claims: String) throws -> String {
        let (key, kid) = state.withLock { ($0.key, $0.kid) }
        let header = Self.encode(Array(#"{"alg":"ES256","kid":"\#(kid)"}"#.utf8))
        let text = header + "." + Self.encode(Array(claims.utf8))
        return text + "." + Self.encode(try key.signature(for: Array(text.utf8)).rawRepresentation)
    }
}

@Suite struct TokenAuthorizerTests {
    private let issuer = Issuer()
    private static let claims =
        #"{"iss":"https://i.example","aud":"a","exp":1700000900,"sub":"me","n":[1,"x"],"scope":"read"}"#

    private func harness(_ kind: Application.Authorizer.Kind, isREST: Bool = false) throws -> GatewayHarness {
        var open = GatewayConfiguration.Route("GET", "/a", function: "f")
        open.guards.authorizer = "T"
        var scoped = GatewayConfiguration.Route("GET", "/w", function: "f")
        scoped.guards = Application.RouteGuards(authorizer: "T", authorizationScopes: ["write", "read"])
        var strict = GatewayConfiguration.Route("GET", "/x", function: "f")
        strict.guards = Application.RouteGuards(authorizer: "T", authorizationScopes: ["admin"])
        var api: GatewayConfiguration.API =
            isREST ? .rest(open, scoped, strict, stage: "s") : .http(open, scoped, strict)
        api.authorizers = [Application.Authorizer(name: "T", kind: kind, path: .root)]
        return try GatewayHarness(GatewayConfiguration(apis: [api]), fetch: issuer.fetch) { _ in
            .success(InvocationResult(requestID: "r", payload: Array("{}".utf8)))
        }
    }

    private func jwt() throws -> GatewayHarness {
        try harness(
            .jwt(
                .init(
                    issuer: "https://i.example",
                    audiences: ["b", "a"],
                    identitySource: .header("Authorization")
                )
            )
        )
    }

    @Test func aGoodTokenLetsThroughAndItsClaimsStandInTheEvent() throws {
        let harness = try jwt()
        let token = try issuer.token(Self.claims)
        for value in ["Bearer \(token)", "bearer \(token)", token] {
            #expect(harness.send("GET", "/a", ["authorization": value])?.status == 200)
        }
        let jwt = harness.event?["requestContext"]?["authorizer"]?["jwt"]
        #expect(jwt?["claims"]?["n"] == "[1 x]" && jwt?["claims"]?["exp"] == "1700000900" && jwt?["scopes"] == .null)
        #expect(issuer.asked == ["https://i.example/.well-known/openid-configuration", "https://i.example/keys"])
        #expect(harness.send("GET", "/w", ["authorization": token])?.status == 200)
        #expect(harness.event?["requestContext"]?["authorizer"]?["jwt"]?["scopes"] == ["read"])
    }

    @Test func refusalsTellWhy() throws {
        let harness = try jwt()
        func answer(_ claims: String, _ path: String = "/a") throws -> HTTPResponse {
            try #require(harness.send("GET", path, ["Authorization": "Bearer \(issuer.token(claims))"]))
        }
        let none = try #require(harness.send("GET", "/a"))
        #expect(none.status == 401 && none.text == #"{"message":"Unauthorized"}"#)
        #expect(none.headers["www-authenticate"] == "Bearer")
        let audience = try answer(#"{"iss":"https://i.example","aud":"c","exp":1700000900}"#)
        #expect(audience.status == 401)
        #expect(
            audience.headers["www-authenticate"]
                == #"Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience""#
        )
        let scope = try answer(Self.claims, "/x")
        #expect(scope.status == 403 && scope.text == #"{"message":"Forbidden"}"#)
        #expect(scope.headers["www-authenticate"]?.contains(#"scope="admin" error="insufficient_scope""#) == true)
        for claims in [
            #"{"iss":"https://j.example","aud":"a","exp":1700000900}"#, #"{"aud":"a","exp":1700000900}"#,
            #"{"iss":"https://i.example","aud":"a","exp":1699999999}"#,
        ] {
            #expect(try answer(claims).status == 401)
        }
        #expect(harness.send("GET", "/a", ["Authorization": "Bearer x.y.z"])?.status == 401)
        #expect(harness.invoker.requests.isEmpty)
    }

    /// Issuers go by the machine's time, whatever a virtual clock shows.
    @Test func tokensAreJudgedByTheMachinesTime() throws {
        let time = VirtualTime(ahead: .seconds(960))
        let settings = Application.JWTAuthorizer(
            issuer: "https://i.example",
            audiences: ["a"],
            identitySource: .header("Authorization")
        )
        var route = GatewayConfiguration.Route("GET", "/a", function: "f")
        route.guards.authorizer = "T"
        var api = GatewayConfiguration.API.http(route)
        api.authorizers = [Application.Authorizer(name: "T", kind: .jwt(settings), path: .root)]
        let gateway = try Gateway(
            GatewayConfiguration(apis: [api]),
            invoker: FakeInvoker { _ in .success(InvocationResult(requestID: "r", payload: Array("{}".utf8))) },
            time: time,
            ids: IDSource(seed: 1),
            account: AWSAccount(),
            fetch: issuer.fetch
        )
        func status(expiringIn seconds: Double) throws -> Int? {
            let expiry = Int(time.machine.now.secondsSinceEpoch + seconds)
            let token = try issuer.token(#"{"iss":"https://i.example","aud":"a","exp":\#(expiry)}"#)
            let status = Mutex<Int?>(nil)
            let headers: HTTPHeaders = ["Host": "localhost", "Authorization": token]
            gateway.handle(HTTPRequest(method: "GET", target: "/a", headers: headers)) { response in
                status.withLock { $0 = response.status }
            }
            return status.withLock { $0 }
        }
        #expect(try status(expiringIn: 900) == 200)
        #expect(try status(expiringIn: -10) == 401)
    }

    /// What was good once is not good for ever.
    @Test func aTokenThatWasGoodExpires() throws {
        let harness = try jwt()
        let token = try issuer.token(Self.claims)
        #expect(harness.send("GET", "/a", ["Authorization": token])?.status == 200)
        harness.time.advance(by: .seconds(899))
        #expect(harness.send("GET", "/a", ["Authorization": token])?.status == 200)
        harness.time.advance(by: .seconds(1))
        let answer = try #require(harness.send("GET", "/a", ["Authorization": token]))
        #expect(answer.headers["www-authenticate"]?.contains("the token has expired") == true)
    }

    @Test func anUnknownKeyIsAskedForButNotOften() throws {
        let harness = try jwt()
        let old = try issuer.token(Self.claims)
        #expect(harness.send("GET", "/a", ["Authorization": old])?.status == 200)
        issuer.changeKey("2")
        let new = try issuer.token(Self.claims)
        for _ in 0..<3 { #expect(harness.send("GET", "/a", ["Authorization": new])?.status == 401) }
        #expect(issuer.asked.count == 2)
        harness.time.advance(by: IssuerKeysState.pause)
        for _ in 0..<3 { #expect(harness.send("GET", "/a", ["Authorization": new])?.status == 200) }
        #expect(issuer.asked.count == 4)
        // The issuer has taken the old key back.
        #expect(harness.send("GET", "/a", ["Authorization": old])?.status == 401)
    }

    @Test func anIssuerThatIsAwayIsAskedAgain() throws {
        issuer.leave()
        let harness = try jwt()
        let token = try issuer.token(Self.claims)
        let answer = try #require(harness.send("GET", "/a", ["Authorization": token]))
        #expect(answer.status == 401)
        #expect(answer.headers["www-authenticate"]?.contains("OIDC discovery endpoint communication error") == true)
        #expect(harness.incidents.first?.reason.contains("nobody is there") == true)
        #expect(harness.send("GET", "/a", ["Authorization": token])?.status == 401 && issuer.asked.count == 1)
        harness.time.advance(by: IssuerKeysState.pause)
        #expect(harness.send("GET", "/a", ["Authorization": token])?.status == 401 && issuer.asked.count == 2)
    }

    @Test func userPoolsGiveIDTokensAndAccessTokens() throws {
        let pool = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_P"
        let harness = try harness(.userPools(.init(issuers: [pool])), isREST: true)
        let id = try issuer.token(#"{"iss":"\#(pool)","token_use":"id","exp":1700000900,"sub":"me"}"#)
        let access = try issuer.token(#"{"iss":"\#(pool)","token_use":"access","exp":1700000900,"scope":"read"}"#)
        #expect(harness.send("GET", "/a", ["Authorization": id])?.status == 200)
        #expect(issuer.asked == ["\(pool)/.well-known/jwks.json"])
        #expect(harness.event?["requestContext"]?["authorizer"]?["claims"]?["sub"] == "me")
        #expect(harness.send("GET", "/w", ["Authorization": access])?.status == 200)
        for (path, token) in [("/a", access), ("/w", id), ("/x", access), ("/a", "x")] {
            let answer = try #require(harness.send("GET", path, ["Authorization": token]))
            #expect(answer.status == 401 && answer.text == #"{"message":"Unauthorized"}"#)
            #expect(answer.headers["x-amzn-ErrorType"] == "UnauthorizedException")
        }
        harness.time.advance(by: .seconds(900))
        #expect(
            harness.send("GET", "/a", ["Authorization": id])?.text == #"{"message":"The incoming token has expired"}"#
        )
    }

    @Test func keysMayBeInAFile() throws {
        var api: GatewayConfiguration.API = .http(GatewayConfiguration.Route("GET", "/a", function: "f"))
        api.routes[0].guards.authorizer = "T"
        let settings = Application.JWTAuthorizer(
            issuer: "https://i.example",
            audiences: ["a"],
            identitySource: .queryString("t")
        )
        api.authorizers = [Application.Authorizer(name: "T", kind: .jwt(settings), path: .root)]
        var configuration = GatewayConfiguration(apis: [api])
        configuration.keySetLocations = ["https://i.example": "keys.json"]
        let harness = try GatewayHarness(configuration, fetch: issuer.fetch) { _ in
            .success(InvocationResult(requestID: "r", payload: Array("{}".utf8)))
        }
        #expect(harness.send("GET", "/a?t=\(try issuer.token(Self.claims))")?.status == 200)
        #expect(issuer.asked == ["keys.json"])
    }
}
