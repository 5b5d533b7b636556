import EventBridge
import JSON
import ServiceKit
import Testing
import Time

/// What servers get that rules call.
@Suite(.timeLimit(.minutes(10))) struct APIDestinationTests {
    /// Answers as it is told, and tells what it was asked.
    private final class Server: Sendable {
        let calls: AsyncStream<HTTPCall>
        private let continuation: AsyncStream<HTTPCall>.Continuation
        private let answer: @Sendable (HTTPCall) -> HTTPCallAnswer?

        init(_ answer: @escaping @Sendable (HTTPCall) -> HTTPCallAnswer?) {
            (calls, continuation) = AsyncStream.makeStream()
            self.answer = answer
        }

        var caller: HTTPCaller {
            { [continuation, answer] call, completion in
                continuation.yield(call)
                completion(answer(call))
            }
        }

        func next() async throws -> HTTPCall {
            for await call in calls { return call }
            throw CancellationError()
        }
    }

    private func header(_ name: String, _ call: HTTPCall) -> String? {
        call.headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// A rule that sends all events of `s` to an API destination.
    private func prepare(
        _ client: Client,
        _ type: String,
        _ auth: String,
        target: String = "{}",
        more: String = ""
    ) async throws {
        let connection = try await client.call(
            "CreateConnection",
            #"{"Name":"c","AuthorizationType":"\#(type)","AuthParameters":{\#(auth)}}"#
        )
        let destination = try await client.call(
            "CreateApiDestination",
            """
            {"Name":"d","ConnectionArn":\(connection["ConnectionArn"]?.text ?? ""),"HttpMethod":"PUT",
            "InvocationEndpoint":"https://shop.example/orders/*/events","InvocationRateLimitPerSecond":1}
            """
        )
        try await client.call("PutRule", #"{"Name":"r","EventPattern":"{\"source\":[\"s\"]}"}"#)
        try await client.call(
            "PutTargets",
            """
            {"Rule":"r","Targets":[{"Id":"t","Arn":\(destination["ApiDestinationArn"]?.text ?? ""),
            "InputPath":"$.detail","HttpParameters":\(target)\(more)}]}
            """
        )
    }

    private func put(_ client: Client, _ detail: String = "{}") async throws {
        let entry: JSON = ["Source": "s", "DetailType": "d", "Detail": .string(detail)]
        try await client.call("PutEvents", #"{"Entries":[\#(entry.text)]}"#)
    }

    @Test func areCalledWithWhatConnectionAndTargetSay() async throws {
        let server = Server { _ in HTTPCallAnswer(status: 204, body: []) }
        let client = try Client(httpCaller: server.caller)
        let parameters = """
            "InvocationHttpParameters":{"HeaderParameters":[{"Key":"X-Shared","Value":"connection"}],
            "QueryStringParameters":[{"Key":"shared","Value":"a b"}],"BodyParameters":[{"Key":"k","Value":"v"}]}
            """
        try await prepare(
            client,
            "BASIC",
            #""BasicAuthParameters":{"Username":"user","Password":"pass"},\#(parameters)"#,
            target: """
                {"PathParameterValues":["4/2"],"HeaderParameters":{"x-shared":"target","X-Own":"1"},
                "QueryStringParameters":{"shared":"target","own":"2"}}
                """
        )
        try await put(client, #"{"n":1}"#)
        let call = try await server.next()
        #expect(call.method == "PUT")
        #expect(call.url == "https://shop.example/orders/4%2F2/events?own=2&shared=a%20b")
        #expect(header("X-Shared", call) == "connection" && header("X-Own", call) == "1")
        #expect(header("Authorization", call) == "Basic dXNlcjpwYXNz")
        #expect(header("User-Agent", call) == "Amazon/EventBridge/ApiDestinations")
        #expect(try JSON(parsing: call.body) == ["n": 1, "k": "v"])
    }

    @Test func showTheirKey() async throws {
        let server = Server { _ in HTTPCallAnswer(status: 200, body: []) }
        let client = try Client(httpCaller: server.caller)
        try await prepare(client, "API_KEY", #""ApiKeyAuthParameters":{"ApiKeyName":"X-Key","ApiKeyValue":"secret"}"#)
        try await put(client)
        let call = try await server.next()
        #expect(header("X-Key", call) == "secret" && header("Authorization", call) == nil)
    }

    @Test func askForATokenOnce() async throws {
        let server = Server { call in
            let reply = call.url.hasPrefix("https://login.example") ? #"{"access_token":"T","expires_in":60}"# : ""
            return HTTPCallAnswer(status: 200, body: Array(reply.utf8))
        }
        let client = try Client(httpCaller: server.caller)
        let oauth = """
            "OAuthParameters":{"AuthorizationEndpoint":"https://login.example/token","HttpMethod":"POST",
            "ClientParameters":{"ClientID":"id","ClientSecret":"s"},
            "OAuthHttpParameters":{"BodyParameters":[{"Key":"scope","Value":"all"}]}}
            """
        try await prepare(client, "OAUTH_CLIENT_CREDENTIALS", oauth)
        try await put(client)
        let asked = try await server.next()
        #expect(asked.method == "POST" && asked.url == "https://login.example/token")
        #expect(
            String(decoding: asked.body, as: UTF8.self)
                == "grant_type=client_credentials&client_id=id&client_secret=s&scope=all"
        )
        #expect(header("Authorization", try await server.next()) == "Bearer T")
        client.time.advance(by: .seconds(2))
        try await put(client)
        #expect(header("Authorization", try await server.next()) == "Bearer T")
        client.time.advance(by: .seconds(61))
        try await put(client)
        #expect(try await server.next().url == "https://login.example/token")
    }

    /// One a second, and what they refuse goes to the dead-letter queue.
    @Test func areNotCalledTooOften() async throws {
        let server = Server { _ in HTTPCallAnswer(status: 400, body: []) }
        let client = try Client(httpCaller: server.caller)
        let queue = "arn:aws:sqs:us-east-1:123456789012:dead"
        try await prepare(
            client,
            "API_KEY",
            #""ApiKeyAuthParameters":{"ApiKeyName":"X-Key","ApiKeyValue":"secret"}"#,
            more: #","DeadLetterConfig":{"Arn":"\#(queue)"}"#
        )
        try await put(client, #"{"n":1}"#)
        _ = try await server.next()
        let letter = try await client.receiver.next()
        #expect(letter.resource == queue && letter.delivery.payload == Array(#"{"n":1}"#.utf8))
        try await put(client, #"{"n":2}"#)
        await client.time.waitForScheduled()
        client.time.advance(by: .seconds(1))
        #expect(try JSON(parsing: try await server.next().body) == ["n": 2])
    }

    @Test func parametersAreForDestinationsAlone() async throws {
        let client = try Client()
        try await client.call("PutRule", #"{"Name":"r","EventPattern":"{\"source\":[\"s\"]}"}"#)
        let (status, body) = try await client.send(
            "PutTargets",
            """
            {"Rule":"r","Targets":[{"Id":"t","Arn":"arn:aws:sqs:us-east-1:123456789012:q",
            "HttpParameters":{"PathParameterValues":["a"]}}]}
            """
        )
        #expect(status == 400 && body.text.contains("HttpParameters"))
    }
}
