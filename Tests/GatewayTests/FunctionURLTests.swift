import JSON
import Lambda
import Storage
import Synchronization
import Testing
import Time
import Wire

@testable import Gateway

/// Function URLs, without sockets.
@Suite struct FunctionURLTests {
    private func config(_ authType: String = "NONE", mode: String = "BUFFERED", cors: JSON? = nil) throws
        -> FunctionURLConfig
    {
        var request = JSON.Object([("AuthType", .string(authType)), ("InvokeMode", .string(mode))])
        if let cors { request["Cors"] = cors }
        let setting = FunctionURLConfig.setting(request, urlID: "abc", at: Timestamp(millisecondsSinceEpoch: 0))
        let settings = FunctionSettings()
        try settings.load(
            try Database(.memory, migrations: FunctionSettings.migrations),
            template: [FunctionSettings.Key(.url, "f"): setting]
        )
        return try #require(settings.functionURLConfig(urlID: "abc"))
    }

    private func answer(
        _ config: FunctionURLConfig,
        _ invoker: FakeInvoker,
        method: String = "GET",
        target: String = "/a%20b?c=d",
        headers: HTTPHeaders = ["Host": "abc.lambda-url.us-east-1.localhost:4566"]
    ) throws -> HTTPResponse {
        let urls = FunctionURLs(
            invoker: invoker,
            time: ManualTime(),
            ids: IDSource(seed: 1),
            account: AWSAccount(),
            configuration: { $0 == config.urlID ? config : nil }
        )
        let answer = Mutex<HTTPResponse?>(nil)
        urls.handle(HTTPRequest(method: method, target: target, headers: headers)) { response in
            answer.withLock { $0 = response }
        }
        return try #require(answer.withLock { $0 })
    }

    private func echo(_ reply: String, error: String? = nil) -> FakeInvoker {
        FakeInvoker { _ in
            .success(InvocationResult(requestID: "r", payload: Array(reply.utf8), functionError: error))
        }
    }

    @Test func theEventIsOfFormat2() throws {
        let invoker = echo(#"{"statusCode":201,"body":"yes","cookies":["a=b"]}"#)
        let response = try answer(config(), invoker)
        #expect(response.status == 201 && response.body == Array("yes".utf8))
        #expect(response.headers["Set-Cookie"] == "a=b")
        #expect(response.headers["Content-Type"] == "application/json")
        #expect(response.headers["x-amzn-RequestId"] != nil && response.headers["Apigw-Requestid"] == nil)
        let request = try #require(invoker.requests.first)
        let event = try JSON(parsing: request.payload)
        #expect(request.functionName == "f" && !request.takesStream)
        #expect(request.requestID == response.headers["x-amzn-RequestId"])
        #expect(request.requestID == event["requestContext"]?["requestId"]?.stringValue)
        #expect(event["version"] == "2.0" && event["routeKey"] == "$default" && event["rawPath"] == "/a b")
        let context = try #require(event["requestContext"])
        #expect(context["accountId"] == "anonymous" && context["apiId"] == "abc" && context["stage"] == "$default")
        #expect(context["domainName"] == "abc.lambda-url.us-east-1.localhost" && context["domainPrefix"] == "abc")
    }

    @Test func whatIsNoResponseIsTheBody() throws {
        let response = try answer(config(), echo(#"{"a": 1.50, "b": ["x", true]}"#))
        #expect(response.status == 200 && response.body == Array(#"{"a":1.50,"b":["x",true]}"#.utf8))
        #expect(try answer(config(), echo("no { json")).body == Array("no { json".utf8))
    }

    @Test func takesAStatusAsTextAndJSONAsABody() throws {
        let teapot = try answer(config(), echo(#"{"statusCode":"418","body":"x"}"#))
        #expect(teapot.status == 418 && teapot.body == Array("x".utf8))
        let object = try answer(config(), echo(#"{"statusCode":200,"body":{"a": [1, null]}}"#))
        #expect(object.status == 200 && object.body == Array(#"{"a":[1,null]}"#.utf8))
        #expect(object.headers["Content-Type"] == "application/json")
        #expect(try answer(config(), echo(#"{"statusCode":"x"}"#)).status == 502)
    }

    @Test func whatAPolicyDoesNotOpenIsForbidden() throws {
        let config = try config()
        let answer = Mutex<HTTPResponse?>(nil)
        let isThere = Mutex(true)
        let isPublic = Mutex(true)
        let urls = FunctionURLs(
            invoker: echo("1"),
            time: ManualTime(),
            ids: IDSource(seed: 1),
            account: AWSAccount(),
            configuration: { _ in isThere.withLock { $0 } ? config : nil },
            isPublic: { _ in isPublic.withLock { $0 } }
        )
        func ask() -> HTTPResponse? {
            urls.handle(HTTPRequest(method: "GET", target: "/"), urlID: "abc") { response in
                answer.withLock { $0 = response }
            }
            return answer.withLock { $0 }
        }
        #expect(ask()?.status == 200)
        let text =
            #"{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: "#
            + #"https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}"#
        isPublic.withLock { $0 = false }
        #expect(ask()?.status == 403 && ask()?.body == Array(text.utf8))
        // The URL of an alias that has been deleted.
        isThere.withLock { $0 = false }
        #expect(ask()?.status == 403 && ask()?.body == Array(text.utf8))
    }

    @Test func failures() throws {
        let failed = try answer(config(), echo("{}", error: "Unhandled"))
        #expect(failed.status == 502 && failed.body == Array("Internal Server Error".utf8))
        let unknown = try answer(config(), echo("{}"), headers: ["Host": "other.lambda-url.us-east-1.localhost"])
        #expect(unknown.status == 403 && unknown.body == Array(#"{"Message":null}"#.utf8))
        let unsigned = try answer(config("AWS_IAM"), echo("{}"))
        #expect(unsigned.status == 403 && unsigned.headers["x-amzn-ErrorType"] == "AccessDeniedException")
        for answer in [failed, unknown, unsigned] { #expect(answer.headers["x-amzn-RequestId"]?.utf8.count == 36) }
        let throttled = FakeInvoker { _ in
            .failure(AWSError("TooManyRequestsException", status: 429, message: "Rate Exceeded."))
        }
        #expect(try answer(config(), throttled).status == 429)
    }

    @Test func otherOrigins() throws {
        let cors: JSON = ["AllowOrigins": ["https://a.example"], "AllowMethods": ["GET"], "MaxAge": 60]
        let invoker = echo("{}")
        var headers: HTTPHeaders = ["Host": "abc.lambda-url.us-east-1.localhost", "Origin": "https://a.example"]
        #expect(
            try answer(config(cors: cors), invoker, headers: headers).headers["access-control-allow-origin"]
                == "https://a.example"
        )
        headers.add("Access-Control-Request-Method", "GET")
        let preflight = try answer(config(cors: cors), invoker, method: "OPTIONS", headers: headers)
        #expect(preflight.status == 200 && preflight.headers["access-control-max-age"] == "60")
        #expect(preflight.headers["x-amzn-RequestId"]?.utf8.count == 36)
        #expect(invoker.requests.count == 1)
        // Without settings the function answers for itself.
        _ = try answer(config(), invoker, method: "OPTIONS", headers: headers)
        #expect(invoker.requests.count == 2)
    }

    // MARK: Streams

    private func collect(_ response: HTTPResponse) -> (text: String, end: HTTPBodyEnd?) {
        let collected = Mutex<(bytes: [UInt8], end: HTTPBodyEnd?)>(([], nil))
        response.stream?.connect(
            HTTPBodyStream.Consumer { piece in
                collected.withLock { $0.bytes += piece }
            } end: { end in
                collected.withLock { $0.end = end }
            }
        )
        let (bytes, end) = collected.withLock { $0 }
        return (String(decoding: bytes, as: UTF8.self), end)
    }

    private func streaming(_ stream: InvocationStream, type: String) -> FakeInvoker {
        FakeInvoker { _ in
            var result = InvocationResult(requestID: "r", payload: [], contentType: type, isStreamed: true)
            result.stream = stream
            return .success(result)
        }
    }

    private static let withPrelude = "application/vnd.awslambda.http-integration-response"

    @Test(arguments: [1, 7, 1_000])
    func thePreludeMayComeInPieces(_ size: Int) throws {
        let bytes =
            Array(#"{"statusCode":202,"headers":{"x-a":"b"}}"#.utf8) + [UInt8](repeating: 0, count: 8)
            + Array("body".utf8)
        let stream = InvocationStream()
        for start in stride(from: 0, to: bytes.count, by: size) {
            stream.send(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        stream.finish(InvocationEnd())
        let invoker = streaming(stream, type: Self.withPrelude)
        let response = try answer(config(mode: "RESPONSE_STREAM"), invoker)
        #expect(response.status == 202 && response.headers["x-a"] == "b")
        let (text, end) = collect(response)
        #expect(text == "body" && end == .complete)
        #expect(invoker.requests.first?.takesStream == true)
    }

    @Test func withoutAPreludeAllIsTheBody() throws {
        let stream = InvocationStream()
        stream.send(Array("piece".utf8))
        stream.finish(InvocationEnd(error: .init(type: "E", document: [])))
        let response = try answer(config(mode: "RESPONSE_STREAM"), streaming(stream, type: "text/csv"))
        #expect(response.status == 200 && response.headers["Content-Type"] == "text/csv")
        let (text, end) = collect(response)
        #expect(text == "piece" && end == .broken)
    }

    @Test(arguments: [("BUFFERED", 200, #"{"statusCode":202}"#), ("RESPONSE_STREAM", 202, "")])
    func aReplyThatWasStreamedAndIsWhole(mode: String, status: Int, text: String) throws {
        let nuls = [UInt8](repeating: 0, count: 8)
        let payload = Array(#"{"statusCode":202}"#.utf8) + nuls + [1]
        var result = InvocationResult(requestID: "r", payload: payload, contentType: Self.withPrelude)
        result.isStreamed = true
        let invoker = FakeInvoker { [result] _ in .success(result) }
        let response = try answer(config(mode: mode), invoker)
        #expect(response.status == status)
        #expect(response.body == (text.isEmpty ? [] : Array(text.utf8) + nuls) + [1])
    }

    @Test func aStreamThatBreaksBeforeItsPreludeEnds() throws {
        let stream = InvocationStream()
        stream.send(Array("{".utf8))
        stream.finish(InvocationEnd(error: .init(type: "E", document: [])))
        #expect(try answer(config(mode: "RESPONSE_STREAM"), streaming(stream, type: Self.withPrelude)).status == 502)
        let endless = InvocationStream()
        endless.send([UInt8](repeating: 0x20, count: 20_000))
        #expect(try answer(config(mode: "RESPONSE_STREAM"), streaming(endless, type: Self.withPrelude)).status == 502)
    }
}
