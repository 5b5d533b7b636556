import JSON
import Lambda
import Testing
import Wire

@testable import Gateway

private let http = GatewayConfiguration.API.http(
    .init("ANY", "/two", function: "f"),
    .init("ANY", "/one", function: "f", payloadFormat: .v1)
)

private func answer(_ target: String, _ payload: String) throws -> HTTPResponse {
    try #require(try GatewayHarness(http, payload: payload).send("GET", target))
}

@Suite struct HTTPAPIReplyTests {
    @Test(arguments: [
        (#"{"name": "John Doe", "age": 30}"#, #"{"name": "John Doe", "age": 30}"#),
        (#"{"name": "John Doe", "age":"#, #"{"name": "John Doe", "age":"#),
        ("[1, 2]", "[1, 2]"), ("42", "42"), ("true", "true"), ("null", "null"), ("Hello, World!", "Hello, World!"),
        (#""test""#, "test"), (#""""#, ""), (#""Special \"quoted\" text""#, #"Special "quoted" text"#), ("", ""),
    ])
    func whatIsNoResponseIsABody(payload: String, body: String) throws {
        let response = try answer("/two", payload)
        #expect(response.status == 200)
        #expect(response.headers["Content-Type"] == "application/json")
        #expect(response.text == body)
    }

    @Test func aWholeResponse() throws {
        let response = try answer(
            "/two",
            #"""
            {"statusCode":201,"headers":{"content-type":"text/html","X-Number":3,"X-Flag":true,"Connection":"close",
            "Transfer-Encoding":"chunked","Content-Length":"999","Date":"x"},"multiValueHeaders":{"a":["b"]},
            "cookies":["a=1; Secure","b=2"],"body":"<p>","isBase64Encoded":false,"unknown":[]}
            """#
        )
        #expect(response.status == 201)
        #expect(response.text == "<p>")
        #expect(
            response.headers.fields.map { "\($0.name): \($0.value)" }.dropLast() == [
                "content-type: text/html", "X-Number: 3", "X-Flag: true", "Set-Cookie: a=1; Secure", "Set-Cookie: b=2",
            ]
        )
        #expect(response.headers.fields.last?.name == "Apigw-Requestid")
    }

    @Test(arguments: ["/one", "/two"])
    func typesAndBodies(target: String) throws {
        #expect(try answer(target, #"{"statusCode":200}"#).headers["Content-Type"] == "text/plain; charset=utf-8")
        #expect(try answer(target, #"{"statusCode":200,"headers":null,"body":null}"#).text.isEmpty)
        let binary = try answer(target, #"{"statusCode":200,"body":"AAH/","isBase64Encoded":true}"#)
        #expect(binary.body == [0, 1, 255])
        #expect(try answer(target, #"{"statusCode":204,"body":"x"}"#).body.isEmpty)
    }

    @Test func format1KnowsMultiValueHeadersAndNoCookies() throws {
        let response = try answer(
            "/one",
            #"{"statusCode":200,"headers":{"a":"1","x":"y"},"multiValueHeaders":{"A":["2","3"]},"cookies":["c"]}"#
        )
        #expect(response.headers.values(of: "a") == ["2", "3", "1"])
        #expect(response.headers["Set-Cookie"] == nil)
    }

    @Test(arguments: [
        ("/two", #"{"statusCode":200.5}"#), ("/two", #"{"statusCode":"200"}"#), ("/two", #"{"statusCode":0}"#),
        ("/two", #"{"statusCode":null}"#), ("/two", #"{"statusCode":99}"#), ("/two", #"{"statusCode":600}"#),
        ("/two", #"{"statusCode":200,"headers":[]}"#), ("/two", #"{"statusCode":200,"headers":{"a":{}}}"#),
        ("/two", #"{"statusCode":200,"headers":{"a":null}}"#), ("/two", #"{"statusCode":200,"headers":{"a b":"c"}}"#),
        ("/two", #"{"statusCode":200,"headers":{"":"c"}}"#), ("/two", #"{"statusCode":200,"body":{}}"#),
        ("/two", #"{"statusCode":200,"headers":{"a":"b\r\nSet-Cookie: x=y"}}"#),
        ("/two", #"{"statusCode":200,"headers":{"a":"b\nc"}}"#),
        ("/two", #"{"statusCode":200,"headers":{"a":"\u0000"}}"#),
        ("/two", #"{"statusCode":200,"headers":{"a\r\nb":"c"}}"#), ("/two", #"{"statusCode":200,"cookies":"a=b"}"#),
        ("/two", #"{"statusCode":200,"cookies":["a\r\nb"]}"#), ("/two", #"{"statusCode":200,"cookies":[1]}"#),
        ("/two", #"{"statusCode":200,"body":"*","isBase64Encoded":true}"#),
        ("/two", #"{"statusCode":200,"isBase64Encoded":"yes"}"#),
        ("/one", "{}"), ("/one", "null"), ("/one", #""x""#), ("/one", "nonsense"),
        ("/one", #"{"statusCode":200,"multiValueHeaders":{"a":"b"}}"#),
    ])
    func malformed(target: String, payload: String) throws {
        let harness = try GatewayHarness(http, payload: payload)
        let response = try #require(harness.send("GET", target))
        #expect(response.status == 500)
        #expect(response.text == #"{"message":"Internal Server Error"}"#)
        #expect(response.headers["Content-Type"] == "application/json")
        #expect(response.headers["Apigw-Requestid"]?.utf8.count == 16)
        #expect(harness.incidents.map(\.status) == [500])
    }

    @Test func incidentsTellWhatIsWrong() throws {
        let harness = try GatewayHarness(http, payload: #"{"statusCode":200,"body":{"a":1}}"#)
        let response = harness.send("PUT", "/two?x=1")
        let incident = try #require(harness.incidents.first)
        #expect(incident.reason == "the function's reply is no response: 'body' is no string but object")
        #expect(incident.routeKey == "ANY /two")
        #expect(incident.target == "/two?x=1")
        #expect(incident.method == "PUT")
        #expect(incident.functionName == "f")
        #expect(incident.requestID == response?.headers["Apigw-Requestid"])
    }
}

@Suite struct RESTAPIReplyTests {
    private func answer(
        _ payload: String,
        binary: [String] = [],
        accept: String? = nil
    ) throws -> HTTPResponse {
        let harness = try GatewayHarness(.rest(.init("GET", "/a", function: "f"), binary: binary), payload: payload)
        return try #require(harness.send("GET", "/a", accept.map { ["Accept": $0] } ?? [:]))
    }

    /// As recorded on AWS.
    @Test(arguments: [
        ("{}", 200), (#"{"statusCode":200}"#, 200), (#"{"statusCode":"201"}"#, 201),
        (#"{"statusCode":200,"headers":null}"#, 200), (#"{"headers":{"test-header":"value"}}"#, 200),
        (#"{"statusCode":200,"headers":{"test-header":"value","header-bool":true}}"#, 200),
        (#"{"statusCode":200,"multiValueHeaders":{"test-multi":["value1","value2"]}}"#, 200),
        (#"{"statusCode":null}"#, 200),
        (#"{"statusCode":200,"wrongValue":"value"}"#, 502), ("null", 502), (#""justAString""#, 502), ("[]", 502),
        ("nonsense", 502), ("", 502), (#"{"statusCode":"test"}"#, 502),
        (#"{"statusCode":200,"multiValueHeaders":{"test-multi-invalid":"value1"}}"#, 502),
        (#"{"statusCode":99}"#, 502), (#"{"statusCode":200.5}"#, 502), (#"{"body":{}}"#, 502),
        (#"{"headers":{"a":"b\r\nc: d"}}"#, 502),
    ])
    func statuses(payload: String, status: Int) throws {
        let response = try answer(payload)
        #expect(response.status == status)
        #expect(response.headers["Content-Type"] == "application/json")
        #expect(response.headers["x-amzn-RequestId"]?.utf8.count == 36)
        #expect(response.headers["x-amz-apigw-id"]?.utf8.count == 16)
        #expect(response.headers["X-Amzn-Trace-Id"]?.hasPrefix("Root=1-") == true)
        if status == 502 {
            #expect(response.text == #"{"message": "Internal server error"}"#)
            #expect(response.headers["x-amzn-ErrorType"] == "InternalServerErrorException")
        } else {
            #expect(response.body.isEmpty)
            #expect(response.headers["x-amzn-ErrorType"] == nil)
        }
    }

    @Test func multiValueHeadersWinTheSpelling() throws {
        let response = try answer(
            #"{"multiValueHeaders":{"tesT-Multi":["value-multi"]},"headers":{"test-multi":"value-solo","b":true}}"#
        )
        #expect(response.headers.fields.prefix(3).map(\.name) == ["b", "tesT-Multi", "tesT-Multi"])
        #expect(response.headers.fields.prefix(3).map(\.value) == ["true", "value-multi", "value-solo"])
    }

    @Test func connectionFieldsAreRemapped() throws {
        let response = try answer(
            #"{"headers":{"Server":"s","date":"d","Connection":"close","Content-Length":"5","TE":"x","Upgrade":"h2c","#
                + #""WWW-Authenticate":"Basic"}}"#
        )
        #expect(
            response.headers.fields.prefix(5).map(\.name) == [
                "x-amzn-Remapped-Server", "x-amzn-Remapped-date", "x-amzn-Remapped-Connection",
                "x-amzn-Remapped-Content-Length", "x-amzn-Remapped-WWW-Authenticate",
            ]
        )
        #expect(response.headers["TE"] == nil)
        #expect(response.headers["Upgrade"] == nil)
    }

    @Test(arguments: [
        ([], "image/png", "aGk="), (["image/png"], "image/png", "hi"), (["image/png"], nil, "aGk="),
        (["image/png"], "*/*", "aGk="), (["image/*"], "image/webp,*/*", "hi"), (["*/*"], nil, "hi"),
        (["*/*"], "text/html", "hi"), (["image/png"], "text/html, image/png", "aGk="),
    ])
    func base64(binary: [String], accept: String?, body: String) throws {
        let response = try answer(#"{"body":"aGk=","isBase64Encoded":true}"#, binary: binary, accept: accept)
        #expect(response.text == body)
    }

    @Test func whatIsNotBase64Fails() throws {
        let response = try answer(#"{"body":"*","isBase64Encoded":true}"#, binary: ["*/*"])
        #expect(response.status == 500)
        #expect(response.text == #"{"message": "Internal server error"}"#)
    }

    @Test func theTraceOfTheInvocationIsTold() throws {
        let harness = try GatewayHarness(.rest(.init("GET", "/a", function: "f"))) { _ in
            .success(
                InvocationResult(requestID: "r", payload: Array("{}".utf8), traceID: "Root=1-2-3;Parent=4;Sampled=0")
            )
        }
        #expect(harness.send("GET", "/a")?.headers["X-Amzn-Trace-Id"] == "Root=1-2-3;Parent=4;Sampled=0")
    }
}

@Suite struct StreamedReplyTests {
    private func answer(
        _ payload: [UInt8],
        type: String = "application/octet-stream",
        from api: GatewayConfiguration.API = streaming,
        _ path: String = "/"
    ) throws -> HTTPResponse? {
        try GatewayHarness(api) { _ in
            .success(InvocationResult(requestID: "r", payload: payload, contentType: type, isStreamed: true))
        }.send("GET", path)
    }

    private static var streaming: GatewayConfiguration.API {
        var route = GatewayConfiguration.Route("GET", "/", function: "f")
        route.streamsResponse = true
        return .rest(route)
    }

    private let nuls = [UInt8](repeating: 0, count: 8)

    @Test func preludeAndBody() throws {
        let prelude = #"{"statusCode":206,"headers":{"content-type":"text/csv"},"cookies":["a=b"]}"#
        let response = try #require(try answer(Array(prelude.utf8) + nuls + [0, 1, 2]))
        #expect(response.status == 206)
        #expect(response.headers["Content-Type"] == "text/csv")
        #expect(response.headers["Set-Cookie"] == "a=b")
        #expect(response.body == [0, 1, 2])
    }

    @Test func withoutPreludeThereIsNoResponse() throws {
        #expect(try answer(Array("a,b\n".utf8), type: "text/csv")?.status == 502)
    }

    /// What Invoke would give is read as any other reply.
    @Test func whatDoesNotStreamTakesItWhole() throws {
        let rest = GatewayConfiguration.API.rest(.init("GET", "/", function: "f"))
        let reply = Array(#"{"statusCode":206,"body":"b"}"#.utf8)
        for (api, path) in [(rest, "/"), (http, "/one"), (http, "/two")] {
            let response = try #require(try answer(reply, type: "text/csv", from: api, path))
            #expect(response.status == 206 && response.text == "b")
            #expect(response.headers["Content-Type"]?.hasPrefix("text/csv") == false)
        }
        let withPrelude = Array(#"{"statusCode":206}"#.utf8) + nuls + [1]
        #expect(try answer(withPrelude, from: rest)?.status == 502)
        #expect(try answer(withPrelude, from: http, "/one")?.status == 500)
        let whole = try answer(withPrelude, from: http, "/two")
        #expect(whole?.status == 200 && whole?.body == withPrelude)
        #expect(whole?.headers["Content-Type"] == "application/json")
    }

    @Test func aPreludeOfNothingButNULsInTheBody() throws {
        let response = try #require(try answer(Array("{}".utf8) + nuls + nuls))
        #expect(response.status == 200)
        #expect(response.body == nuls)
    }

    @Test(arguments: ["", "[]", "{", #"{"statusCode":1}"#, #"{"headers":{"a":"\n"}}"#])
    func wrongPreludes(prelude: String) throws {
        #expect(try answer(Array(prelude.utf8) + nuls + [1])?.status == 502)
    }
}
