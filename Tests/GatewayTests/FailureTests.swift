import Lambda
import Synchronization
import Testing
import Time
import Wire

@testable import Gateway

private let http = GatewayConfiguration.API.http(.init("POST", "/a", function: "f"))
private let rest = GatewayConfiguration.API.rest(.init("POST", "/a", function: "f"))

@Suite struct FailureTests {
    /// RFC 9112, 3.2.
    @Test func nobodyKnowsWhomARequestWithoutOneHostIsFor() throws {
        let harness = try GatewayHarness(GatewayConfiguration(apis: [http])) { _ in
            .success(InvocationResult(requestID: "r", payload: Array("{}".utf8)))
        }
        let cases: [([String], Int)] = [
            ([], 400), (["a", "b"], 400), (["a", "a"], 200), (["a"], 200), (["a@b/c"], 400), (["a/b"], 400),
            ([""], 400), (["a:80a"], 400), (["a b"], 400), ([":80"], 400),
            (["[::1"], 400), (["[]"], 400), (["[g::1]"], 400),
            (["[::1]80"], 400), (["[::1]:80"], 200), (["a-b_c.example:80"], 200), (["a:"], 200), (["127.0.0.1:1"], 200),
        ]
        for (hosts, status) in cases {
            var headers: HTTPHeaders = [:]
            for host in hosts { headers.add("host", host) }
            let answer = Mutex<Int?>(nil)
            harness.gateway.handle(HTTPRequest(method: "POST", target: "/a", headers: headers)) { response in
                answer.withLock { $0 = response.status }
            }
            #expect(answer.withLock { $0 } == status, "\(hosts)")
        }
    }

    @Test func noRoute() throws {
        let ofHTTP = try #require(try GatewayHarness(http).send("POST", "/x"))
        #expect(ofHTTP.status == 404)
        #expect(ofHTTP.text == #"{"message":"Not Found"}"#)
        #expect(ofHTTP.headers["Apigw-Requestid"]?.utf8.count == 16)
        let ofREST = try #require(try GatewayHarness(rest).send("POST", "/x"))
        #expect(ofREST.status == 403)
        #expect(ofREST.text == #"{"message":"Missing Authentication Token"}"#)
        #expect(ofREST.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException")
        #expect(ofREST.headers["x-amzn-RequestId"]?.utf8.count == 36)
        #expect(ofREST.headers["x-amz-apigw-id"]?.utf8.count == 16)
        #expect(ofREST.headers["X-Amzn-Trace-Id"] == nil)
    }

    @Test func aFunctionThatFails() throws {
        let payload = #"{"errorMessage":"boom","errorType":"Error"}"#
        let ofHTTP = try #require(try GatewayHarness(http, payload: payload, error: "Unhandled").send("POST", "/a"))
        #expect(ofHTTP.status == 500)
        #expect(ofHTTP.text == #"{"message":"Internal Server Error"}"#)
        let ofREST = try #require(try GatewayHarness(rest, payload: payload, error: "Unhandled").send("POST", "/a"))
        #expect(ofREST.status == 502)
        #expect(ofREST.text == #"{"message": "Internal server error"}"#)
    }

    @Test(arguments: [
        ("TooManyRequestsException", 429, 503, #"{"message":"Service Unavailable"}"#, 500),
        ("ResourceNotFoundException", 404, 500, #"{"message":"Internal Server Error"}"#, 500),
        ("AccessDeniedException", 403, 500, #"{"message":"Internal Server Error"}"#, 500),
        ("ServiceException", 500, 500, #"{"message":"Internal Server Error"}"#, 500),
        ("RequestTooLargeException", 413, 413, #"{"message":"Request Entity Too Large"}"#, 413),
    ])
    func whatLambdaRefuses(code: String, status: Int, ofHTTP: Int, text: String, ofREST: Int) throws {
        let error = AWSError(code, status: status, message: "no")
        let first = try #require(try GatewayHarness(http) { _ in .failure(error) }.send("POST", "/a"))
        #expect(first.status == ofHTTP)
        #expect(first.text == text)
        let second = try #require(try GatewayHarness(rest) { _ in .failure(error) }.send("POST", "/a"))
        #expect(second.status == ofREST)
        let tooLong = #"{"message":"Request Too Long"}"#
        #expect(second.text == (ofREST == 413 ? tooLong : #"{"message": "Internal server error"}"#))
    }

    @Test func whatIsOverTenMegabytesIsNotInvoked() throws {
        let body = [UInt8](repeating: 0x61, count: (10 << 20) + 1)
        let harness = try GatewayHarness(http)
        #expect(harness.send("POST", "/a", body: body)?.status == 413)
        let binary: HTTPHeaders = ["Content-Type": "application/octet-stream"]
        #expect(harness.send("POST", "/a", binary, body: body.dropLast())?.status == 200)
        #expect(harness.invoker.requests.count == 1)
        #expect(try GatewayHarness(rest).send("POST", "/a", body: body)?.text == #"{"message":"Request Too Long"}"#)
        #expect(harness.gateway.bodyLimit(of: HTTPRequest(method: "POST", target: "/a")) == 10 << 20)
    }

    @Test func aBodyThatNeverArrivedIsTooLarge() async throws {
        let harness = try GatewayHarness(rest)
        let response = await withCheckedContinuation { continuation in
            harness.gateway.handle(
                HTTPRequest(method: "POST", target: "/a", headers: ["Host": "h"]),
                failure: .tooLarge
            ) {
                continuation.resume(returning: $0)
            }
        }
        #expect(response.status == 413)
        #expect(response.headers["x-amzn-ErrorType"] == "RequestTooLargeException")
        #expect(harness.invoker.requests.isEmpty)
    }

    @Test func headersHaveALimit() throws {
        let harness = try GatewayHarness(http)
        // The request line has 16 bytes, Host 4 + 14, X 1.
        #expect(harness.send("POST", "/a", ["X": String(repeating: "x", count: 10_205)])?.status == 200)
        #expect(harness.send("POST", "/a", ["X": String(repeating: "x", count: 10_206)])?.status == 431)
        #expect(harness.send("POST", "/a?" + String(repeating: "x", count: 10_240))?.status == 414)
        let ofREST = try GatewayHarness(rest)
        #expect(ofREST.send("POST", "/a", ["X": String(repeating: "x", count: 10_226)])?.status == 200)
        #expect(ofREST.send("POST", "/a", ["X": String(repeating: "x", count: 10_227)])?.status == 431)
    }
}

@Suite struct TimeoutTests {
    private let result = InvocationResult(requestID: "r", payload: Array(#"{"statusCode":200}"#.utf8))

    @Test func anHTTPAPIWaitsThirtySeconds() throws {
        let harness = try GatewayHarness(http, reply: nil)
        #expect(harness.send("POST", "/a") == nil)
        harness.time.advance(by: .milliseconds(29_999))
        #expect(harness.responses.isEmpty)
        harness.time.advance(by: .milliseconds(1))
        #expect(harness.responses.map(\.status) == [503])
        #expect(harness.responses.first?.text == #"{"message":"Service Unavailable"}"#)
        harness.invoker.finish(.success(result))
        #expect(harness.responses.count == 1)
        #expect(harness.incidents.map(\.reason) == ["the function did not answer within the integration's timeout"])
    }

    @Test func aRESTAPIWaitsTwentyNineSeconds() throws {
        let harness = try GatewayHarness(rest, reply: nil)
        harness.send("POST", "/a")
        harness.time.advance(by: .seconds(29))
        #expect(harness.responses.map(\.status) == [504])
        #expect(harness.responses.first?.text == #"{"message": "Endpoint request timed out"}"#)
        #expect(harness.responses.first?.headers["x-amzn-ErrorType"] == "InternalServerErrorException")
    }

    @Test func aRouteMaySetLess() throws {
        let route = GatewayConfiguration.Route("POST", "/a", function: "f", timeout: .seconds(2))
        let harness = try GatewayHarness(.http(route), reply: nil)
        harness.send("POST", "/a")
        harness.time.advance(by: .seconds(2))
        #expect(harness.responses.map(\.status) == [503])
    }

    @Test func anAnswerInTimeCancelsTheTimer() throws {
        let harness = try GatewayHarness(http, reply: nil)
        harness.send("POST", "/a")
        harness.time.advance(by: .seconds(1))
        harness.invoker.finish(.success(result))
        #expect(harness.responses.map(\.status) == [200])
        harness.time.advance(by: .seconds(60))
        #expect(harness.responses.count == 1)
        #expect(harness.incidents.isEmpty)
    }

    @Test func aQualifierIsPassedOn() throws {
        let route = GatewayConfiguration.Route("POST", "/a", function: "f", qualifier: "live")
        let harness = try GatewayHarness(.http(route))
        harness.send("POST", "/a")
        #expect(harness.invoker.requests.first?.qualifier == "live")
    }
}
