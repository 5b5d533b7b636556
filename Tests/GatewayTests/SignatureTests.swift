import JSON
import Lambda
import Template
import Testing
import Time
import Wire

@testable import Gateway

/// Routes with `AWS_IAM`. The signatures are botocore's, of 2023-11-14T22:13:20Z, with the secret `secret`.
@Suite struct SignatureTests {
    private static let signed: HTTPHeaders = [
        "X-Thing": "  a   b ", "X-Amz-Date": "20231114T221320Z",
        "Authorization": "AWS4-HMAC-SHA256 Credential=AKID/20231114/us-east-1/execute-api/aws4_request, "
            + "SignedHeaders=host;x-amz-date;x-thing, "
            + "Signature=30e04aaf120753f8ee32515c49df901dda2ad000cbbd26927e745b3c1d69fc50",
    ]
    private static let target = "/Prod/a%20b/c?z=1&y=%C3%A9%20x&y=a"
    private static let presigned =
        "/a?q=1&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        + "&X-Amz-Credential=AKID%2F20231114%2Fus-east-1%2Fexecute-api%2Faws4_request&X-Amz-Date=20231114T221320Z"
        + "&X-Amz-Expires=60&X-Amz-SignedHeaders=host"
        + "&X-Amz-Signature=a7fd49464f5a318580e8a6fe02091e07545014529a8d64ce5507b01e49601929"

    /// `AKID` is known; other access keys are not.
    private func harness(isREST: Bool = true) throws -> GatewayHarness {
        func route(_ method: String, _ path: String) -> GatewayConfiguration.Route {
            var route = GatewayConfiguration.Route(method, path, function: "f")
            route.guards.asksForSignature = true
            return route
        }
        let routes = (route("POST", "/{x}/c"), route("GET", "/a"))
        let configuration = GatewayConfiguration(
            apis: [isREST ? .rest(routes.0, routes.1) : .http(routes.0, routes.1)]
        )
        let lookup: CallerLookup = { (accessKeyID, token) throws(InvalidSecurityToken) in
            if accessKeyID == "ASIA" { throw InvalidSecurityToken() }
            guard accessKeyID == "AKID" else { return nil }
            return (CallerIdentity(userID: "AIDA", arn: "arn:user", accountID: "111122223333"), "secret")
        }
        return try GatewayHarness(configuration, callers: lookup) { _ in
            .success(InvocationResult(requestID: "r", payload: Array("{}".utf8)))
        }
    }

    private func send(_ headers: HTTPHeaders, to harness: GatewayHarness, _ body: String = #"{"a":1}"#) -> HTTPResponse?
    {
        harness.send("POST", Self.target, headers, body: Array(body.utf8))
    }

    @Test func aSignedRequestTellsItsSigner() throws {
        let harness = try harness()
        #expect(send(Self.signed, to: harness)?.status == 200)
        let context = harness.event?["requestContext"]
        #expect(context?["authorizer"] == nil)
        let identity = context?["identity"]
        #expect(identity?["accessKey"] == "AKID" && identity?["accountId"] == "111122223333")
        #expect(identity?["caller"] == "AIDA" && identity?["user"] == "AIDA" && identity?["userArn"] == "arn:user")
    }

    @Test func anHTTPAPITellsTheSignerAsItsAuthorizer() throws {
        let harness = try harness(isREST: false)
        #expect(harness.send("GET", Self.presigned)?.status == 200)
        let iam: JSON = [
            "accessKey": "AKID", "accountId": "111122223333", "callerId": "AIDA", "cognitoIdentity": .null,
            "principalOrgId": .null, "userArn": "arn:user", "userId": "AIDA",
        ]
        #expect(harness.event?["requestContext"]?["authorizer"] == ["iam": iam])
    }

    @Test func whoseSecretIsNotKnownIsTheAccount() throws {
        let harness = try harness()
        var headers = Self.signed
        headers["Authorization"] = headers["Authorization"]?.replacing("AKID", with: "test")
        #expect(send(headers, to: harness)?.status == 200)
        #expect(harness.event?["requestContext"]?["identity"]?["userArn"] == "arn:aws:iam::000000000000:root")
    }

    @Test func whoShowsAnotherTokenIsRefused() throws {
        var headers = Self.signed
        headers["Authorization"] = headers["Authorization"]?.replacing("AKID", with: "ASIA")
        let answer = try #require(send(headers, to: harness()))
        #expect(answer.status == 403)
        #expect(answer.text == #"{"message":"The security token included in the request is invalid."}"#)
        #expect(answer.headers["x-amzn-ErrorType"] == "UnrecognizedClientException")
    }

    @Test func aRequestWithoutSignatureIsRefused() throws {
        let rest = try #require(send([:], to: harness()))
        #expect(rest.status == 403 && rest.text == #"{"message":"Missing Authentication Token"}"#)
        #expect(rest.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException")
        let http = try #require(harness(isREST: false).send("GET", "/a"))
        #expect(http.status == 403 && http.text == #"{"message":"Forbidden"}"#)
    }

    @Test func aTokenIsNoSignature() throws {
        let answer = try #require(send(["Authorization": "Bearer abc"], to: harness()))
        #expect(answer.status == 403)
        #expect(
            answer.text
                == #"{"message":"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 "#
                + #"and encoded with Base64): 'w1Xc6WwWEogNEZQP/dkBTThsJT4MNlKmzQanIm970rY='."}"#
        )
        #expect(answer.headers["x-amzn-ErrorType"] == "IncompleteSignatureException")
    }

    @Test func anIncompleteSignatureIsRefused() throws {
        let header = "AWS4-HMAC-SHA256 Credential=AKID/20231114/us-east-1/execute-api/aws4_request"
        let answer = try #require(send(["Authorization": header], to: harness()))
        #expect(
            answer.text.hasPrefix(
                #"{"message":"Authorization header requires 'Signature' parameter. Authorization header requires "#
                    + #"'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a "#
                    + #"'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization="#
            )
        )
    }

    @Test(arguments: [
        ("execute-api", "sqs", "Credential should be scoped to correct service: 'execute-api'. "),
        ("us-east-1", "eu-west-1", "Credential should be scoped to a valid region. "),
        (
            "/20231114/", "/20231113/",
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
        ),
        ("Signature=", "Signature=0", "The request signature we calculated does not match the signature you provided."),
        (
            "SignedHeaders=host;", "SignedHeaders=",
            "The request signature we calculated does not match the signature you"
        ),
    ])
    func aWrongSignatureIsRefused(old: String, new: String, message: String) throws {
        var headers = Self.signed
        headers["Authorization"] = headers["Authorization"]?.replacing(old, with: new)
        let answer = try #require(send(headers, to: harness()))
        #expect(answer.status == 403 && answer.text.hasPrefix(#"{"message":"\#(message)"#), "\(answer.text)")
        #expect(answer.headers["x-amzn-ErrorType"] == "InvalidSignatureException")
    }

    @Test func anotherBodyIsNotSigned() throws {
        let answer = try #require(send(Self.signed, to: harness(), "{}"))
        #expect(answer.text.contains("The Canonical String for this request should have been"))
    }

    @Test func aSignatureAges() throws {
        let harness = try harness()
        harness.time.advance(by: .seconds(61))
        #expect(send(Self.signed, to: harness)?.status == 200)
        let late = try #require(harness.send("GET", Self.presigned))
        #expect(late.status == 403)
        #expect(
            late.text
                == #"{"message":"Signature expired: 20231114T221320Z is now earlier than 20231114T221321Z "#
                + #"(20231114T221421Z - 1 min.)"}"#
        )
        harness.time.advance(by: .seconds(240))
        #expect(send(Self.signed, to: harness)?.status == 403)
    }

    @Test(arguments: ["9223372036854775807", "99999999999999999999", "-9223372036854775808"])
    func noLifetimeIsTooLong(_ seconds: String) throws {
        let target = Self.presigned.replacing("=60&", with: "=\(seconds)&").replacing("AKID", with: "test")
        #expect(try harness().send("GET", target)?.status == 200)
    }

    @Test(arguments: ["99991231T235959Z", "00010101T000000Z", "20231399T996199Z"])
    func datesThatNoClockShowsAreRefused(_ date: String) throws {
        let target = Self.presigned.replacing("20231114T221320Z", with: date)
            .replacing("20231114%2F", with: "\(date.prefix(8))%2F")
        #expect(try harness().send("GET", target)?.status == 403)
    }
}
