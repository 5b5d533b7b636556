import JSON
import Lambda
import Testing
import Wire

@testable import Gateway

private let ok = #"{"statusCode":200}"#

@Suite struct HTTPAPIEventTests {
    @Test func aWholeEvent() throws {
        let harness = try GatewayHarness(
            .http(
                .init("POST", "/books/{book_id}/rate", function: "rate"),
                id: "a1b2c3d4e5",
                stage: "dev",
                variables: ["color": "blue"]
            )
        )
        harness.send(
            "POST",
            "/dev/books/b%2042/rate?tag=a&tag=b&q=%C3%A9+x&flag",
            [
                "Host": "localhost:3000", "User-Agent": "Test/1.0", "Accept": "text/html", "accept": "application/json",
                "Cookie": "session=abc123; theme=dark", "Content-Type": "application/json", "Content-Length": "12",
                "Connection": "keep-alive",
            ],
            body: Array(#"{"rating":5}"#.utf8)
        )
        let expected: JSON = [
            "version": "2.0",
            "routeKey": "POST /books/{book_id}/rate",
            "rawPath": "/dev/books/b 42/rate",
            "rawQueryString": "tag=a&tag=b&q=%C3%A9+x&flag",
            "cookies": ["session=abc123", "theme=dark"],
            "headers": [
                "host": "localhost:3000", "user-agent": "Test/1.0", "accept": "text/html, application/json",
                "content-type": "application/json",
                "x-amzn-trace-id": "Root=1-6553f100-7d3f0b75f2ef3c1a4a1f0d2e", "x-forwarded-for": "192.0.2.7",
                "x-forwarded-port": "3000", "x-forwarded-proto": "http", "content-length": "12",
            ],
            "queryStringParameters": ["tag": "a,b", "q": "é x", "flag": ""],
            "requestContext": [
                "accountId": "000000000000",
                "apiId": "a1b2c3d4e5",
                "domainName": "localhost",
                "domainPrefix": "localhost",
                "http": [
                    "method": "POST", "path": "/dev/books/b 42/rate", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.7",
                    "userAgent": "Test/1.0",
                ],
                "requestId": "?",
                "routeKey": "POST /books/{book_id}/rate",
                "stage": "dev",
                "time": "14/Nov/2023:22:13:20 +0000",
                "timeEpoch": 1_700_000_000_000,
            ],
            "pathParameters": ["book_id": "b 42"],
            "stageVariables": ["color": "blue"],
            "body": #"{"rating":5}"#,
            "isBase64Encoded": false,
        ]
        let event = try #require(harness.event)
        #expect(event.masked() == expected.masked())
        #expect(harness.invoker.requests.first?.functionName == "rate")
        #expect(harness.invoker.requests.first?.contentType == "application/json")
    }

    @Test func whatIsEmptyIsLeftOut() throws {
        let harness = try GatewayHarness(.http(.init("GET", "/a", function: "f")))
        harness.send("GET", "/a")
        let event = try #require(harness.event?.objectValue)
        #expect(
            event.keys == [
                "version", "routeKey", "rawPath", "rawQueryString", "headers", "requestContext", "isBase64Encoded",
            ]
        )
        #expect(event["rawQueryString"] == "")
        #expect(event["requestContext"]?["http"]?["userAgent"] == "")
        #expect(event["headers"]?["content-length"] == "0")
        #expect(event["headers"]?["content-type"] == nil)
    }

    @Test(arguments: ["/a?", "/a?&", "/a"])
    func anEmptyQueryHasNoParameters(target: String) throws {
        let harness = try GatewayHarness(.http(.init("GET", "/a", function: "f")))
        harness.send("GET", target)
        #expect(harness.event?["queryStringParameters"] == nil)
    }

    @Test func theDefaultRouteNamesItself() throws {
        let harness = try GatewayHarness(.http(.init("ANY", "$default", function: "f")))
        harness.send("GET", "/x/y")
        #expect(harness.event?["routeKey"] == "$default")
        #expect(harness.event?["pathParameters"] == nil)
        #expect(harness.event?["rawPath"] == "/x/y")
    }

    @Test func aRouteOfAnyMethodKeepsItsKey() throws {
        let harness = try GatewayHarness(.http(.init("ANY", "/x", function: "f")))
        harness.send("PUT", "/x")
        #expect(harness.event?["routeKey"] == "ANY /x")
        #expect(harness.event?["requestContext"]?["http"]?["method"] == "PUT")
    }

    @Test func theStageStandsInThePathWhereverTheClientLeftItOut() throws {
        let harness = try GatewayHarness(.http(.init("GET", "/x", function: "f"), stage: "dev"))
        harness.send("GET", "/x")
        #expect(harness.event?["rawPath"] == "/dev/x")
        harness.send("GET", "/dev/x")
        #expect(harness.event?["rawPath"] == "/dev/x")
    }

    @Test(arguments: [
        ("application/json", "text"), ("application/json; charset=utf-8", "text"), ("Text/HTML", "text"),
        ("text/plain", "text"), ("application/xml", "text"), ("application/javascript", "text"),
        ("application/vnd.api+json", "text"), (nil, "text"),
        ("application/octet-stream", "base64"), ("image/png", "base64"), ("application/pdf", "base64"),
        // As events recorded on AWS have it.
        ("application/x-www-form-urlencoded", "base64"), ("multipart/form-data; boundary=x", "base64"),
    ])
    func bodies(type: String?, form: String) throws {
        let harness = try GatewayHarness(.http(.init("POST", "/a", function: "f")))
        harness.send("POST", "/a", type.map { ["Content-Type": $0] } ?? [:], body: Array("é\n\"x\"".utf8))
        #expect(harness.event?["isBase64Encoded"] == .bool(form == "base64"))
        #expect(harness.event?["body"] == (form == "base64" ? "w6kKIngi" : "é\n\"x\""))
        #expect(harness.event?["headers"]?["content-length"] == "6")
        if type == nil { #expect(harness.event?["headers"]?["content-type"] == "text/plain; charset=utf-8") }
    }

    @Test func textThatIsNotUTF8TravelsAsBase64() throws {
        let harness = try GatewayHarness(.http(.init("POST", "/a", function: "f")))
        harness.send("POST", "/a", ["Content-Type": "text/plain"], body: [0x61, 0xFF])
        #expect(harness.event?["isBase64Encoded"] == true)
        #expect(harness.event?["body"] == "Yf8=")
    }

    @Test func connectionFieldsStayOutAndForwardingIsTold() throws {
        let harness = try GatewayHarness(.http(.init("GET", "/a", function: "f")))
        harness.send(
            "GET",
            "/a",
            [
                "Host": "api.example.com", "connection": "close", "Keep-Alive": "timeout=5", "TE": "trailers",
                "Upgrade": "h2c", "Transfer-Encoding": "chunked", "Proxy-Connection": "close", "Trailer": "x",
                "X-Forwarded-For": "203.0.113.1", "X-Forwarded-Proto": "gopher", "X-Forwarded-Port": "1",
                "X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1", "X-Odd\"Name": "\u{1}",
            ]
        )
        #expect(
            harness.event?["headers"] == [
                "host": "api.example.com", "x-odd\"name": "\u{1}",
                "x-amzn-trace-id": "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1",
                "x-forwarded-for": "203.0.113.1, 192.0.2.7", "x-forwarded-port": "80", "x-forwarded-proto": "http",
                "content-length": "0",
            ]
        )
        #expect(harness.event?["requestContext"]?["domainName"] == "api.example.com")
        #expect(harness.event?["requestContext"]?["domainPrefix"] == "api")
        #expect(
            harness.invoker.requests.first?.traceID == "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"
        )
    }

    @Test func tracesAndIDsHaveTheirForms() throws {
        let harness = try GatewayHarness(.http(.init("GET", "/a", function: "f")), payload: ok)
        for _ in 0..<50 {
            let response = try #require(harness.send("GET", "/a"))
            let event = try #require(harness.event)
            let trace = try #require(event["headers"]?["x-amzn-trace-id"]?.stringValue)
            #expect(trace.wholeMatch(of: /Root=1-6553f100-[0-9a-f]{24}/) != nil)
            #expect(harness.invoker.requests.last?.traceID == trace)
            let id = try #require(event["requestContext"]?["requestId"]?.stringValue)
            #expect(id.wholeMatch(of: /[A-Za-z0-9_-]{15}=/) != nil)
            #expect(response.headers["Apigw-Requestid"] == id)
        }
    }

    @Test func manyParametersAreGrouped() throws {
        let harness = try GatewayHarness(.http(.init("GET", "/a", function: "f")))
        let query = (0..<200).map { "k\($0 % 100)=\($0)" }.joined(separator: "&")
        harness.send("GET", "/a?\(query)")
        let parameters = try #require(harness.event?["queryStringParameters"]?.objectValue)
        #expect(parameters.count == 100)
        #expect(parameters["k7"] == "7,107")
    }

    @Test(arguments: [
        ("[::1]:3000", "[::1]", "3000"), ("[::1]", "[::1]", "80"), ("LOCALHOST", "localhost", "80"),
        ("127.0.0.1:80", "127.0.0.1", "80"),
    ])
    func hosts(header: String, name: String, port: String) {
        #expect(HostHeader(header).name == name)
        #expect(HostHeader(header).port == port)
    }
}

@Suite struct ProxyEventTests {
    /// The members and values of an event that LocalStack recorded on AWS, for a request of the same kind.
    @Test func aWholeRESTEvent() throws {
        let harness = try GatewayHarness(
            .rest(.init("ANY", "/{proxy+}", function: "f"), id: "abcdefghij", stage: "stage")
        )
        harness.send(
            "GET",
            "/stage/proxy-value/api?email=test%2Balias@gmail.com&plus=test+alias&p=1&p=2",
            [
                "Host": "abcdefghij.execute-api.localhost:3000", "user-agent": "python-requests/testing",
                "Accept": "*/*", "tEsT-HEADeR": "aValUE", "authorization": "random-value",
                "Connection": "keep-alive", "Content-Length": "0",
            ]
        )
        let headers: JSON = [
            "Host": "abcdefghij.execute-api.localhost:3000", "User-Agent": "python-requests/testing", "Accept": "*/*",
            "tEsT-HEADeR": "aValUE", "Authorization": "random-value", "X-Amzn-Trace-Id": "?",
            "X-Forwarded-For": "192.0.2.7", "X-Forwarded-Port": "3000", "X-Forwarded-Proto": "http",
        ]
        let expected: JSON = [
            "resource": "/{proxy+}",
            "path": "/proxy-value/api",
            "httpMethod": "GET",
            "headers": headers,
            "multiValueHeaders": .object(
                JSON.Object((headers.objectValue?.members ?? []).map { ($0.key, .array([$0.value])) })
            ),
            "queryStringParameters": ["email": "test+alias@gmail.com", "plus": "test alias", "p": "2"],
            "multiValueQueryStringParameters": [
                "email": ["test+alias@gmail.com"], "plus": ["test alias"], "p": ["1", "2"],
            ],
            "requestContext": [
                "accountId": "000000000000", "apiId": "abcdefghij", "deploymentId": "?",
                "domainName": "abcdefghij.execute-api.localhost", "domainPrefix": "abcdefghij",
                "extendedRequestId": "?", "httpMethod": "GET",
                "identity": [
                    "accessKey": .null, "accountId": .null, "caller": .null, "cognitoAuthenticationProvider": .null,
                    "cognitoAuthenticationType": .null, "cognitoIdentityId": .null, "cognitoIdentityPoolId": .null,
                    "principalOrgId": .null, "sourceIp": "192.0.2.7", "user": .null,
                    "userAgent": "python-requests/testing", "userArn": .null,
                ],
                "path": "/stage/proxy-value/api", "protocol": "HTTP/1.1", "requestId": "?",
                "requestTime": "14/Nov/2023:22:13:20 +0000", "requestTimeEpoch": 1_700_000_000_000,
                "resourceId": "?", "resourcePath": "/{proxy+}", "stage": "stage",
            ],
            "pathParameters": ["proxy": "proxy-value/api"],
            "stageVariables": .null,
            "body": .null,
            "isBase64Encoded": false,
        ]
        #expect(try #require(harness.event).masked() == expected.masked())
    }

    /// `requestContext.path` and `path` for paths as they were recorded on AWS.
    @Test(arguments: [
        ("/stage/proxy-value", "/proxy-value", "/stage/proxy-value"),
        ("/stage/proxy-value/", "/proxy-value/", "/stage/proxy-value/"),
        ("/stage/proxy-value//x", "/proxy-value//x", "/stage/proxy-value//x"),
        ("//stage/proxy-value", "/proxy-value", "/stage/proxy-value"),
        ("/stage//proxy-value", "/proxy-value", "/stage//proxy-value"),
        ("/proxy-value", "/proxy-value", "/stage/proxy-value"),
        ("/stage/a%2Bb@c/d+e", "/a%2Bb@c/d+e", "/stage/a%2Bb@c/d+e"),
    ])
    func restPaths(target: String, path: String, contextPath: String) throws {
        let harness = try GatewayHarness(.rest(.init("ANY", "/{proxy+}", function: "f"), stage: "stage"))
        harness.send("GET", target)
        #expect(harness.event?["path"]?.stringValue == path)
        #expect(harness.event?["requestContext"]?["path"]?.stringValue == contextPath)
    }

    @Test func restWithoutUserAgentAndQuery() throws {
        let harness = try GatewayHarness(.rest(.init("GET", "/a", function: "f"), variables: ["v": "1"]))
        harness.send("GET", "/a")
        #expect(harness.event?["requestContext"]?["identity"]?["userAgent"] == JSON.null)
        #expect(harness.event?["queryStringParameters"] == JSON.null)
        #expect(harness.event?["multiValueQueryStringParameters"] == JSON.null)
        #expect(harness.event?["pathParameters"] == JSON.null)
        #expect(harness.event?["stageVariables"] == ["v": "1"])
    }

    @Test func restIDsHaveTheirForms() throws {
        let harness = try GatewayHarness(.rest(.init("GET", "/a", function: "f")))
        let response = try #require(harness.send("GET", "/a"))
        let context = try #require(harness.event?["requestContext"])
        let requestID = try #require(context["requestId"]?.stringValue)
        #expect(requestID.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil)
        let extended = try #require(context["extendedRequestId"]?.stringValue)
        #expect(extended.wholeMatch(of: /[A-Za-z0-9_-]{15}=/) != nil)
        #expect(context["resourceId"]?.stringValue?.wholeMatch(of: /[a-z0-9]{6}/) != nil)
        #expect(response.headers["x-amzn-RequestId"] == requestID)
        #expect(response.headers["x-amz-apigw-id"] == extended)
    }

    @Test(arguments: [
        ([], "image/png", false), (["image/png"], "image/png", true), (["image/png"], "image/PNG; x=y", true),
        (["image/*"], "image/gif", true), (["*/*"], "application/json", true), (["*/*"], nil, true),
        (["image/png"], "text/plain", false), (["application/json"], nil, true),
    ])
    func restBodies(binary: [String], type: String?, isBase64: Bool) throws {
        let harness = try GatewayHarness(.rest(.init("POST", "/a", function: "f"), binary: binary))
        harness.send("POST", "/a", type.map { ["Content-Type": $0] } ?? [:], body: Array("hi".utf8))
        #expect(harness.event?["isBase64Encoded"] == .bool(isBase64))
        #expect(harness.event?["body"] == (isBase64 ? "aGk=" : "hi"))
        #expect(harness.event?["headers"]?["Content-Length"] == nil)
    }

    @Test func restSpoilsBinaryThatItWasNotTold() throws {
        let harness = try GatewayHarness(.rest(.init("POST", "/a", function: "f")))
        harness.send("POST", "/a", ["Content-Type": "image/png"], body: [0x89, 0x50])
        #expect(harness.event?["body"] == "\u{FFFD}P")
        #expect(harness.event?["isBase64Encoded"] == false)
    }

    /// As events of HTTP APIs with payload format 1.0 were recorded on AWS.
    @Test func anHTTPAPIWithFormat1() throws {
        let harness = try GatewayHarness(
            .http(.init("ANY", "/pixels/{id}", function: "f", payloadFormat: .v1), stage: "default")
        )
        harness.send("POST", "/pixels/a%20b?x=1", ["Cookie": "a=b; c=d", "Accept": "*/*"], body: Array("{}".utf8))
        let event = try #require(harness.event)
        #expect(event["version"] == "1.0")
        #expect(event["resource"] == "/pixels/{id}")
        #expect(event["path"] == "/default/pixels/a%20b")
        #expect(event["pathParameters"] == ["id": "a b"])
        #expect(event["headers"]?["Cookie"] == "a=b; c=d")
        #expect(event["headers"]?["Content-Length"] == "2")
        #expect(event["multiValueHeaders"]?["Accept"] == ["*/*"])
        let context = try #require(event["requestContext"])
        #expect(context["path"] == "/default/pixels/a%20b")
        #expect(context["resourceId"] == "ANY /pixels/{id}")
        #expect(context["resourcePath"] == "/pixels/{id}")
        #expect(context["requestId"] == context["extendedRequestId"])
        #expect(context["deploymentId"] == nil)
        #expect(context["identity"]?.objectValue?.count == 13)
        #expect(context["identity"]?["userAgent"] == "")
        #expect(event["body"] == "{}")
    }

    @Test func theLastOfSeveralHeadersCounts() throws {
        let harness = try GatewayHarness(.rest(.init("GET", "/a", function: "f")))
        harness.send("GET", "/a", ["X-Two": "1", "x-two": "2"])
        #expect(harness.event?["headers"]?["X-Two"] == "2")
        #expect(harness.event?["multiValueHeaders"]?["X-Two"] == ["1", "2"])
    }
}

extension JSON {
    /// With `?` for what is made up anew for each request.
    fileprivate func masked() -> JSON {
        let made: Set<String> = [
            "requestId", "extendedRequestId", "deploymentId", "resourceId", "X-Amzn-Trace-Id", "x-amzn-trace-id",
        ]
        guard case .object(let object) = self else { return self }
        return .object(
            JSON.Object(
                object.members.map { member in
                    switch member.value {
                    case .string where made.contains(member.key): (member.key, "?")
                    case .array where made.contains(member.key): (member.key, ["?"])
                    default: (member.key, member.value.masked())
                    }
                }
            )
        )
    }
}
