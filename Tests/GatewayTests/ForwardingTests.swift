import RegularExpressions
import JSON
import Lambda
import Synchronization
import Template
import Testing
import Time
import Wire

@testable import Gateway

/// What web servers and services behind routes get, and what clients get of what they answer.
@Suite struct ForwardingTests {
    /// A gateway whose web calls and service requests are kept and answered at once.
    private final class Harness: Sendable {
        private let state = Mutex<(calls: [WebCall], requests: [HTTPRequest], responses: [HTTPResponse])>(([], [], []))
        private let gateway = Mutex<Gateway?>(nil)

        var calls: [WebCall] { state.withLock(\.calls) }
        var requests: [HTTPRequest] { state.withLock(\.requests) }

        init(
            _ api: GatewayConfiguration.API,
            answer: Result<HTTPResponse, WebCallFailure> = .success(HTTPResponse())
        ) throws {
            let gateway = try Gateway(
                GatewayConfiguration(apis: [api]),
                invoker: FakeInvoker(nil),
                time: ManualTime(),
                ids: IDSource(seed: 1),
                account: AWSAccount(),
                callWeb: { [self] call, completion in
                    state.withLock { $0.calls.append(call) }
                    completion(answer)
                },
                callService: { [self] request, respond in
                    state.withLock { $0.requests.append(request) }
                    respond(HTTPResponse(status: 200, headers: ["Date": "now"], json: "{}"))
                }
            )
            self.gateway.withLock { $0 = gateway }
        }

        @discardableResult
        func send(
            _ method: String,
            _ target: String,
            _ headers: HTTPHeaders = [:],
            body: [UInt8] = []
        ) -> HTTPResponse? {
            var headers = headers
            if headers["Host"] == nil { headers.add("Host", "localhost") }
            let request = HTTPRequest(
                method: method,
                target: target,
                headers: headers,
                body: body,
                remoteAddress: "192.0.2.7"
            )
            gateway.withLock { $0 }?.handle(request) { [self] response in
                state.withLock { $0.responses.append(response) }
            }
            return state.withLock(\.responses.last)
        }
    }

    private static func api(_ kind: GatewayConfiguration.Kind, _ method: String, _ path: String, _ target: Target)
        -> GatewayConfiguration.API
    {
        var api = GatewayConfiguration.API(
            id: "abcdefghij",
            name: "A",
            kind: kind,
            stageName: kind.isREST ? "dev" : "$default"
        )
        api.forwardedRoutes = [
            .init(method: method, path: path, target: target, timeout: .seconds(7), source: .root)
        ]
        return api
    }

    private typealias Target = Application.ForwardedRoute.Target

    private static func web(
        _ uri: String,
        _ mappings: [Application.WebTarget.Mapping] = [],
        method: String? = nil,
        responses: [Application.WebTarget.Response]? = nil
    ) -> Target {
        var target = Application.WebTarget(uri: uri, method: method)
        (target.mappings, target.responses) = (mappings, responses)
        return .web(target)
    }

    private static let proxy = Application.WebTarget.Mapping(
        .overwrite,
        .pathParameter("proxy"),
        .init([.parameter(.init(.path, "proxy"))])
    )

    // MARK: Requests

    @Test func aRESTAPIPassesOnThePathTheQueryAndTheBody() throws {
        let target = Self.web("http://pets.example/v1/{proxy}", [Self.proxy])
        let harness = try Harness(Self.api(.rest(), "ANY", "/p/{proxy+}", target))
        harness.send(
            "PUT",
            "/p/a%20b/c?x=1&y=%26",
            ["Host": "localhost:3000", "X-Own": "1", "Connection": "close", "Content-Type": "text/plain"],
            body: Array("hi".utf8)
        )
        let call = try #require(harness.calls.first)
        #expect(call.method == "PUT")
        #expect(call.url == "http://pets.example/v1/a%20b/c?x=1&y=%26")
        #expect(call.body == Array("hi".utf8))
        #expect(call.timeout == .seconds(7))
        #expect(call.headers["X-Own"] == "1")
        #expect(call.headers["Host"] == nil && call.headers["Connection"] == nil)
        #expect(call.headers["X-Forwarded-For"] == "192.0.2.7")
        #expect(call.headers["x-amzn-apigateway-api-id"] == "abcdefghij")
        #expect(call.headers["User-Agent"] == "AmazonAPIGateway_abcdefghij")
    }

    @Test func anHTTPAPIForwardsAsTheStandardSays() throws {
        let harness = try Harness(
            Self.api(.http(), "GET", "/pets/{proxy}", Self.web("http://pets.example/{proxy}", [Self.proxy]))
        )
        harness.send(
            "GET",
            "/pets/7?a=b",
            ["Host": "localhost:3000", "Cookie": "c=1", "X-Forwarded-For": "198.51.100.1"]
        )
        let call = try #require(harness.calls.first)
        #expect(call.url == "http://pets.example/7?a=b")
        #expect(call.headers["Forwarded"] == "by=127.0.0.1;for=192.0.2.7;host=localhost;proto=http")
        #expect(call.headers["Via"] == "HTTP/1.1 AmazonAPIGateway")
        #expect(call.headers["X-Forwarded-For"] == nil && call.headers["Content-Length"] == nil)
        #expect(call.headers["Cookie"] == "c=1")
        #expect(call.body == nil)
    }

    @Test func mappingsChangeHeadersQueryAndPath() throws {
        let target = Self.web(
            "https://pets.example/base?fixed=1",
            [
                .init(.overwrite, .path, .init([.text("/v2"), .path])),
                .init(.append, .header("x-seen"), .init([.context("identity.sourceIp")])),
                .init(.overwrite, .header("x-id"), .init([.allValues(.init(.querystring, "id"))])),
                .init(.remove, .header("x-secret"), .init([])),
                .init(.remove, .query("drop"), .init([])),
                .init(.append, .query("id"), .init([.text("9 9")])),
                .init(.overwrite, .header("x-absent"), .init([.allValues(.init(.header, "nothing"))])),
            ]
        )
        let harness = try Harness(Self.api(.http(), "GET", "/pets", target))
        harness.send("GET", "/pets?id=1&drop=2&id=3", ["x-seen": "me", "x-secret": "s"])
        let call = try #require(harness.calls.first)
        #expect(call.url == "https://pets.example/v2/pets?fixed=1&id=1&id=3&id=9%209")
        #expect(call.headers["x-seen"] == "me,192.0.2.7")
        #expect(call.headers["x-id"] == "1,3")
        #expect(call.headers["x-secret"] == nil && call.headers["x-absent"] == nil)
    }

    @Test func aCustomIntegrationPassesOnWhatIsMapped() throws {
        let responses: [Application.WebTarget.Response] = [
            .init(
                selectionPattern: try RegularExpression("4\\d{2}"),
                statusCode: 404,
                headers: [.init(name: "X-Why", value: .header("X-Reason")), .init(name: "X-Fixed", value: .text("f"))]
            ),
            .init(selectionPattern: nil, statusCode: 201, headers: []),
        ]
        let target = Self.web(
            "http://pets.example/",
            [.init(.overwrite, .query("q"), .init([.parameter(.init(.querystring, "query"))]))],
            method: "POST",
            responses: responses
        )
        let answer = HTTPResponse(status: 418, headers: ["X-Reason": "tea", "Server": "s"], body: Array("no".utf8))
        let harness = try Harness(Self.api(.rest(), "GET", "/", target), answer: .success(answer))
        let response = try #require(harness.send("GET", "/?query=x&other=y", ["X-Own": "1"]))
        #expect(harness.calls.first?.url == "http://pets.example/?q=x")
        #expect(harness.calls.first?.method == "POST")
        #expect(harness.calls.first?.headers["X-Own"] == nil)
        #expect(response.status == 404)
        #expect(response.headers["X-Why"] == "tea" && response.headers["X-Fixed"] == "f")
        #expect(response.headers["Server"] == nil && response.headers["x-amzn-Remapped-Server"] == nil)
        #expect(response.text == "no")
    }

    // MARK: Responses

    @Test func aRESTAPIRenamesFieldsThatAreItsOwn() throws {
        let answer = HTTPResponse(
            status: 302,
            headers: ["Date": "then", "Server": "s", "Location": "/x", "Content-Type": "image/png"],
            body: [0xFF]
        )
        for (types, body) in [([], Array("\u{FFFD}".utf8)), (["image/*"], [0xFF])] {
            let api = Self.api(.rest(binaryMediaTypes: types), "GET", "/", Self.web("http://pets.example/"))
            let response = try #require(try Harness(api, answer: .success(answer)).send("GET", "/"))
            #expect(response.status == 302)
            #expect(response.headers["x-amzn-Remapped-Date"] == "then" && response.headers["Date"] == nil)
            #expect(response.headers["x-amzn-Remapped-Server"] == "s")
            #expect(response.headers["Location"] == "/x")
            #expect(response.body == body)
        }
    }

    static let failures: [(failure: WebCallFailure, rest: String, http: String)] = [
        (.timedOut, #"504 {"message": "Endpoint request timed out"}"#, #"504 {"message":"Gateway Timeout"}"#),
        (
            .unreachable("refused"), #"504 {"message": "Network error communicating with endpoint"}"#,
            #"503 {"message":"Service Unavailable"}"#
        ),
        (.tooLong, #"500 {"message": "Internal server error"}"#, #"500 {"message":"Internal Server Error"}"#),
    ]

    @Test(arguments: failures)
    func serversThatDoNotAnswerAreTold(failure: WebCallFailure, rest: String, http: String) throws {
        for (kind, expected) in [(GatewayConfiguration.Kind.rest(), rest), (.http(), http)] {
            let api = Self.api(kind, "GET", "/", Self.web("http://pets.example/"))
            let response = try #require(try Harness(api, answer: .failure(failure)).send("GET", "/"))
            #expect("\(response.status) \(response.text)" == expected)
        }
    }

    @Test func aDefaultRouteLeadsToTheSamePath() throws {
        let path = Application.WebTarget.Mapping(.overwrite, .pathParameter("$path"), .init([.path]))
        let harness = try Harness(
            Self.api(.http(), "ANY", "$default", Self.web("http://pets.example/base{$path}", [path]))
        )
        harness.send("GET", "/a%20b/c?d=e")
        #expect(harness.calls.first?.url == "http://pets.example/base/a%20b/c?d=e")
    }

    @Test(arguments: [(true, "application/json"), (false, "text/plain; charset=utf-8")])
    func aBodyHasAType(isREST: Bool, type: String) throws {
        let kind: GatewayConfiguration.Kind = isREST ? .rest() : .http()
        let harness = try Harness(Self.api(kind, "ANY", "/a", Self.web("http://pets.example/a")))
        harness.send("GET", "/a")
        harness.send("POST", "/a")
        #expect(harness.calls.map(\.body) == [nil, []])
        #expect(harness.calls.map { $0.headers["Content-Type"] } == [nil, type])
    }

    // MARK: Services

    @Test func anEventIsPutFromTheBody() throws {
        let target = Application.ServiceTarget(
            action: .putEvents,
            parameters: [
                .init(name: "Source", value: .init([.text("shop")])),
                .init(name: "DetailType", value: .init([.body(["items", "0", "kind"])])),
                .init(name: "Detail", value: .init([.body([])])),
                .init(name: "Time", value: .init([.body(["at"])])),
            ]
        )
        let harness = try Harness(Self.api(.http(), "POST", "/events", .service(target)))
        let body = #"{"items":[{"kind":"sold"}]}"#
        let response = try #require(harness.send("POST", "/events", body: Array(body.utf8)))
        let request = try #require(harness.requests.first)
        #expect(request.headers["X-Amz-Target"] == "AWSEvents.PutEvents")
        let entries: JSON = ["Entries": [["Source": "shop", "DetailType": "sold", "Detail": .string(body)]]]
        #expect(try JSON(parsing: request.body) == entries)
        #expect(response.status == 200 && response.headers["Date"] == nil)
    }

    @Test func aMessageIsSentAsAForm() throws {
        let target = Application.ServiceTarget(
            action: .sendMessage,
            parameters: [
                .init(name: "QueueUrl", value: .init([.text("http://127.0.0.1:4566/000000000000/q")])),
                .init(name: "MessageBody", value: .init([.body(["text"])])),
                .init(name: "MessageAttributes", value: .init([.body(["attributes"])])),
                .init(name: "Region", value: .init([.text("eu-west-1")])),
            ]
        )
        let harness = try Harness(Self.api(.http(), "POST", "/messages", .service(target)))
        let body = #"{"text":"a&b","attributes":{"n":{"DataType":"String","StringValue":"v"}}}"#
        harness.send("POST", "/messages", body: Array(body.utf8))
        let request = try #require(harness.requests.first)
        #expect(request.headers["Authorization"]?.contains("/eu-west-1/sqs/") == true)
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "Action=SendMessage&Version=2012-11-05"
                + "&QueueUrl=http%3A%2F%2F127.0.0.1%3A4566%2F000000000000%2Fq&MessageBody=a%26b"
                + "&MessageAttribute.1.Name=n&MessageAttribute.1.Value.DataType=String"
                + "&MessageAttribute.1.Value.StringValue=v"
        )
    }
}
